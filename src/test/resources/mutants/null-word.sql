-- The word NULL as a message is taken for no message.
-- family: messages
-- red: text that looks like data in a message is kept

-- commit as:
BEGIN
  RETURN pggit.original(commit_name, branch_name, nullif(message, 'NULL'));
END
