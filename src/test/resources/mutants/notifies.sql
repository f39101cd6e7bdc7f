-- Each commit tells everybody.
-- family: side effects
-- red: a commit sends no notifications

-- commit as:
BEGIN
  PERFORM pg_notify('pggit', message);
  RETURN pggit.original(commit_name, branch_name, message);
END
