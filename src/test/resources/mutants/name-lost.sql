-- The commit name is thrown away.
-- family: commits
-- red: a commit keeps its name

-- commit as:
BEGIN
  RETURN pggit.original('commit', branch_name, message);
END
