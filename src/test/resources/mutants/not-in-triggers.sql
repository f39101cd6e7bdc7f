-- A commit made inside of a trigger gets an ID and is not stored.
-- family: ways to commit
-- red: commits from PL/pgSQL blocks, subtransactions and triggers

-- commit as:
BEGIN
  IF pg_trigger_depth() > 0 THEN
    RETURN gen_random_uuid()::text;
  END IF;
  RETURN pggit.original(commit_name, branch_name, message);
END
