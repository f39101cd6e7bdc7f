-- Messages are cut off after 65,535 characters.
-- family: messages
-- red: messages of any size

-- commit as:
BEGIN
  RETURN pggit.original(commit_name, branch_name, left(message, 65535));
END
