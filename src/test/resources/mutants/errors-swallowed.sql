-- Any error becomes an ID.
-- family: errors inside
-- red: a write that fails makes the commit fail
-- red: a commit that cannot get a lock fails whole

-- commit as:
BEGIN
  RETURN pggit.original(commit_name, branch_name, message);
EXCEPTION WHEN OTHERS THEN
  RETURN 'ID-' || md5(clock_timestamp()::text);
END
