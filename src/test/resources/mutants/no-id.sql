-- Commits are stored and their IDs not returned.
-- family: commits
-- red: a first commit on a new branch
-- red: a second commit on the same branch

-- commit as:
BEGIN
  PERFORM pggit.original(commit_name, branch_name, message);
  RETURN NULL;
END
