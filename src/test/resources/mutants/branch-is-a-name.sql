-- Branch names are of type name and end after 63 bytes.
-- family: branch names
-- red: long branch names with the same beginning

-- commit as:
BEGIN
  RETURN pggit.original(commit_name, branch_name::name::text, message);
END
