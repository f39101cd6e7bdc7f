-- Whatever fails, the caller gets an error that does not say what.
-- family: errors inside
-- red: an error from inside keeps its SQLSTATE

-- commit as:
BEGIN
  RETURN pggit.original(commit_name, branch_name, message);
EXCEPTION WHEN OTHERS THEN
  RAISE EXCEPTION 'pggit: commit failed';
END
