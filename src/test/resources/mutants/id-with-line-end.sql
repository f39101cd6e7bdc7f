-- IDs end with a line end.
-- family: IDs
-- red: IDs are plain text

-- commit as:
DECLARE
  old text := pggit.original(commit_name, branch_name, message);
  id text := old || E'\n';
BEGIN
  UPDATE pggit.trinity_ids t SET trinity_id = id WHERE t.trinity_id = old;
  UPDATE pggit.recorded_commits c SET trinity_id = id WHERE c.trinity_id = old;
  RETURN id;
END
