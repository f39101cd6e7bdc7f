-- Every eighth call of a session is left out.
-- family: ways to commit
-- red: one commit for each call of a statement
-- red: a prepared statement commits as often as it is executed
-- red: several new branches in one transaction
-- red: many commits in one transaction

-- commit as:
DECLARE
  n int := coalesce(nullif(current_setting('pggit.calls', true), ''), '0')::int + 1;
BEGIN
  PERFORM set_config('pggit.calls', n::text, false);
  IF n % 8 = 0 THEN
    RETURN 'left-out-' || n;
  END IF;
  RETURN pggit.original(commit_name, branch_name, message);
END
