-- An empty message is replaced by another one.
-- family: messages
-- red: an empty or blank message is kept or refused

-- commit as:
BEGIN
  RETURN pggit.original(commit_name, branch_name, coalesce(nullif(message, ''), 'no message'));
END
