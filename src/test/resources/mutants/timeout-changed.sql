-- A commit turns the time-out off for the rest of the transaction.
-- family: sessions
-- red: a commit leaves the session's settings alone

-- commit as:
BEGIN
  PERFORM set_config('lock_timeout', '1min', true);
  RETURN pggit.original(commit_name, branch_name, message);
END
