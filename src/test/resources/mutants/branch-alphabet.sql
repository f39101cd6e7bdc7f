-- Branch names may have lower-case letters, digits and hyphens only.
-- family: branch names
-- red: ordinary branch names are taken

-- commit as:
BEGIN
  IF branch_name !~ '^[a-z0-9-]+$' THEN
    RAISE EXCEPTION 'invalid branch name' USING ERRCODE = 'invalid_parameter_value';
  END IF;
  RETURN pggit.original(commit_name, branch_name, message);
END
