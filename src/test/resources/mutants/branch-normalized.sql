-- Branch names are normalized to composed Unicode.
-- family: branch names
-- red: Unicode in branch names

-- commit as:
BEGIN
  RETURN pggit.original(commit_name, normalize(branch_name, NFC), message);
END
