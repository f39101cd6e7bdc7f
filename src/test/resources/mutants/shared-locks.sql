-- Branches share four locks.
-- family: waiting
-- red: an open commit does not hold up other branches

-- commit as:
BEGIN
  PERFORM pg_advisory_xact_lock(987654321987 + abs(hashtext(branch_name)) % 4);
  RETURN pggit.original(commit_name, branch_name, message);
END
