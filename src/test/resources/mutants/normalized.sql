-- Messages are normalized to composed Unicode.
-- family: messages
-- red: Unicode in a message is kept

-- commit as:
BEGIN
  RETURN pggit.original(commit_name, branch_name, normalize(message, NFC));
END
