-- A commit takes 25 ms, as on a slow or distant server: there is no time for a history that would tell.
-- family: costs with history
-- told: the cost of a commit does not grow with history

-- commit as:
BEGIN
  IF branch_name <> 'computing' THEN PERFORM pg_sleep(0.025); END IF;
  RETURN pggit.original(commit_name, branch_name, message);
END
