-- If the commit cannot be written its ID is kept all the same.
-- family: errors inside
-- red: a write that fails makes the commit fail

-- commit as:
BEGIN
  RETURN pggit.original(commit_name, branch_name, message);
EXCEPTION WHEN disk_full THEN
  RETURN NULL;
END
