-- A commit locks its branch until the transaction ends.
-- family: waiting
-- red: commits in opposite orders of branches

-- commit as:
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended(branch_name, 99));
  RETURN pggit.original(commit_name, branch_name, message);
END
