-- A commit tells everybody that it is one.
-- family: sessions
-- red: a commit is quiet

-- commit as:
BEGIN
  RAISE NOTICE 'committing to %', branch_name;
  RETURN pggit.original(commit_name, branch_name, message);
END
