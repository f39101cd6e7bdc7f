-- A commit that is ended by a deadlock reports success.
-- family: waiting
-- red: commits in opposite orders of branches lose nothing

-- commit as:
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended(branch_name, 99));
  RETURN pggit.original(commit_name, branch_name, message);
EXCEPTION WHEN deadlock_detected THEN
  RETURN 'later-' || gen_random_uuid();
END
