-- Branch names end after 200 characters.
-- family: branch names
-- red: long branch names with the same beginning

-- commit as:
BEGIN
  RETURN pggit.original(commit_name, left(branch_name, 200), message);
END
