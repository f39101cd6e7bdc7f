-- IDs are made of the commit's name and the transaction.
-- family: IDs
-- red: no two commits get the same ID

-- commit as:
DECLARE
  old text := pggit.original(commit_name, branch_name, message);
  id text := md5(pg_current_xact_id()::text || ' ' || commit_name);
BEGIN
  UPDATE pggit.trinity_ids t SET trinity_id = id WHERE t.trinity_id = old;
  UPDATE pggit.recorded_commits c SET trinity_id = id WHERE c.trinity_id = old;
  RETURN id;
END
