-- Blanks at both ends of a branch name are removed.
-- family: branch names
-- red: blanks and special characters in branch names

-- commit as:
BEGIN
  RETURN pggit.original(commit_name, btrim(branch_name), message);
END
