-- Quotes are doubled once too often.
-- family: messages
-- red: quotes, backslashes and SQL in a message are kept
-- red: the same message by simple protocol

-- commit as:
BEGIN
  RETURN pggit.original(commit_name, branch_name, replace(message, '''', ''''''));
END
