-- A commit takes the advisory lock number 42 for a moment.
-- family: waiting
-- red: locks of the application do not hold up commits

-- commit as:
BEGIN
  PERFORM pg_advisory_xact_lock_shared(42);
  RETURN pggit.original(commit_name, branch_name, message);
END
