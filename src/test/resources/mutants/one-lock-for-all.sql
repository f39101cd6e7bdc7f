-- Every commit takes the same lock until its transaction ends.
-- family: waiting
-- red: an open commit does not hold up other branches

-- commit as:
BEGIN
  PERFORM pg_advisory_xact_lock(987654321987);
  RETURN pggit.original(commit_name, branch_name, message);
END
