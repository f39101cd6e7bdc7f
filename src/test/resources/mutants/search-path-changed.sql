-- A commit leaves another search_path behind.
-- family: sessions
-- red: a commit leaves the session's settings alone

-- commit as SECURITY DEFINER:
BEGIN
  PERFORM set_config('search_path', 'pggit, public', false);
  RETURN pggit.original(commit_name, branch_name, message);
END
