-- A setting of the session remembers all of its commits.
-- family: sessions
-- red: a commit leaves the session's settings alone

-- commit as:
DECLARE
  id text;
BEGIN
  id := pggit.original(commit_name, branch_name, message);
  PERFORM set_config('pggit.made_here', coalesce(current_setting('pggit.made_here', true), '') || ',' || id, false);
  RETURN id;
END
