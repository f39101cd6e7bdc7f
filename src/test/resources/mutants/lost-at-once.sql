-- A commit that meets another one gets an ID and is not stored.
-- family: sessions at once
-- red: many first commits on one new branch at once
-- red: many commits on one branch at once
-- red: the same message from many sessions at once
-- red: commits of many sessions at once: nothing lost

-- commit as:
BEGIN
  IF NOT pg_try_advisory_xact_lock(987654321990) THEN
    RETURN gen_random_uuid()::text;
  END IF;
  RETURN pggit.original(commit_name, branch_name, message);
END
