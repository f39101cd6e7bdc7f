-- A refused commit leaves a lock behind.
-- family: sessions
-- red: a refused commit leaves the session as it was

-- commit as:
BEGIN
  PERFORM pg_advisory_lock_shared(987654321988);
  IF branch_name IS NULL THEN
    RAISE EXCEPTION 'branch_name must not be null' USING ERRCODE = 'null_value_not_allowed';
  END IF;
  PERFORM pg_advisory_unlock_shared(987654321988);
  RETURN pggit.original(commit_name, branch_name, message);
END
