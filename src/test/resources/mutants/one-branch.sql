-- Every commit ends up on branch main.
-- family: commits
-- red: a commit keeps its branch

-- commit as:
BEGIN
  RETURN pggit.original(commit_name, 'main', message);
END
