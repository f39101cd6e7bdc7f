-- The first commit on a branch looks through all commits for one before it.
-- family: costs with history
-- red: the cost of a commit does not grow with history

-- commit as:
BEGIN
  IF NOT EXISTS (SELECT FROM pggit.recorded_commits c WHERE c.branch = branch_name) THEN
    PERFORM count(*) FROM pggit.recorded_commits c WHERE c.message LIKE '%!%';
  END IF;
  RETURN pggit.original(commit_name, branch_name, message);
END
