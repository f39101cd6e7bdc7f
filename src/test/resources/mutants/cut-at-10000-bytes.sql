-- Messages are cut off after 10,000 bytes.
-- family: messages
-- red: messages of any size

-- commit as:
BEGIN
  RETURN pggit.original(commit_name, branch_name, left(message, 10000));
END
