-- A commit that fails half-way leaves the lock of its branch with the session.
-- family: sessions
-- red: a refused commit leaves the session as it was

-- commit as:
DECLARE
  id text;
BEGIN
  IF commit_name IS NULL OR branch_name IS NULL OR message IS NULL THEN
    RAISE EXCEPTION 'nothing may be null' USING ERRCODE = 'null_value_not_allowed';
  END IF;
  PERFORM pg_advisory_lock(hashtext(branch_name));
  id := pggit.original(commit_name, branch_name, message);
  PERFORM pg_advisory_unlock(hashtext(branch_name));
  RETURN id;
END
