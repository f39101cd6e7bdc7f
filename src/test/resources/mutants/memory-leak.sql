-- The session grows by a kilobyte with each commit.
-- family: footprint
-- red: a session's memory does not grow with its commits

-- commit as:
BEGIN
  PERFORM set_config('pggit.remember_' || nextval('pggit.tree_number'), repeat('x', 1000), false);
  RETURN pggit.original(commit_name, branch_name, message);
END
