-- A commit calls whatever md5 comes first.
-- family: search_path
-- red: commits are not misled by functions of the same names
-- red: functions with their owner's rights have a search_path of their own

-- commit as SECURITY DEFINER:
BEGIN
  IF md5('x') <> '9dd4e461268c8034f5c8564e155c67a6' THEN
    RAISE EXCEPTION 'checksum does not match';
  END IF;
  RETURN pggit.original(commit_name, branch_name, message);
END
