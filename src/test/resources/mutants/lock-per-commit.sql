-- Each commit holds a lock of its own.
-- family: footprint
-- red: a transaction's locks do not grow with its commits

-- commit as:
BEGIN
  PERFORM pg_advisory_xact_lock(987654321000000 + nextval('pggit.tree_number'));
  RETURN pggit.original(commit_name, branch_name, message);
END
