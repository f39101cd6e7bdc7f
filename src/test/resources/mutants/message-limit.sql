-- Messages of more than 500 characters are refused, with an error that says so.
-- family: messages
-- red: messages of any size: a limit is named

-- commit as:
DECLARE
  short varchar(500) := message;
BEGIN
  RETURN pggit.original(commit_name, branch_name, short);
END
