-- The commit name is used as a format.
-- family: messages
-- red: quotes and SQL in a commit's name are harmless

-- commit as:
BEGIN
  PERFORM format(commit_name);
  RETURN pggit.original(commit_name, branch_name, message);
END
