-- The name of the role is pasted into SQL.
-- family: privileges
-- red: roles with unusual names can commit

-- commit as:
BEGIN
  EXECUTE 'SELECT ''' || session_user || '''';
  RETURN pggit.original(commit_name, branch_name, message);
END
