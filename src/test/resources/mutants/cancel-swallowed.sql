-- A cancelled commit reports success.
-- family: errors inside
-- red: a cancelled commit ends and leaves nothing

-- commit as:
BEGIN
  RETURN pggit.original(commit_name, branch_name, message);
EXCEPTION WHEN query_canceled THEN
  RETURN 'ID-cancelled';
END
