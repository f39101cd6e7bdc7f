-- A commit that fails once it has found its branch leaves the lock of it with the session.
-- family: sessions
-- red: a refused commit leaves the session as it was

-- commit as:
DECLARE
  id text;
  known boolean := EXISTS (SELECT FROM pggit.recorded_commits c WHERE c.branch = branch_name);
BEGIN
  IF known AND message IS NOT NULL THEN
    PERFORM pg_advisory_lock(hashtext(branch_name));
  END IF;
  id := pggit.original(commit_name, branch_name, message);
  IF known THEN
    PERFORM pg_advisory_unlock(hashtext(branch_name));
  END IF;
  RETURN id;
END
