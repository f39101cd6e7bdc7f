-- Every 60th commit sleeps.
-- family: a long series
-- red: no commit takes much longer than the others
-- red: a commit does not sleep

-- commit as:
BEGIN
  IF (SELECT last_value % 60 = 0 FROM pggit.commit_number) THEN
    PERFORM pg_sleep(0.2);
  END IF;
  RETURN pggit.original(commit_name, branch_name, message);
END
