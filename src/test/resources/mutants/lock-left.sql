-- Each commit leaves an advisory lock in the session.
-- family: sessions
-- red: a commit leaves no lock behind
-- red: a refused commit leaves the session as it was

-- commit as:
BEGIN
  PERFORM pg_advisory_lock_shared(987654321, hashtext(branch_name));
  RETURN pggit.original(commit_name, branch_name, message);
END
