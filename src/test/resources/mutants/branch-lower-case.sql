-- Branch names are turned into lower case.
-- family: branch names
-- red: ordinary branch names are taken
-- red: upper and lower case make different branches
-- red: blanks and special characters in branch names

-- commit as:
BEGIN
  RETURN pggit.original(commit_name, lower(branch_name), message);
END
