-- The message is pasted into SQL.
-- family: messages
-- red: quotes, backslashes and SQL in a message are kept
-- red: the same message by simple protocol

-- commit as:
DECLARE
  id text;
BEGIN
  EXECUTE 'SELECT pggit.original($1, $2, ''' || message || ''')' INTO id USING commit_name, branch_name;
  RETURN id;
END
