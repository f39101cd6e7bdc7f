-- IDs are made with random(), whose series the session may choose.
-- family: IDs
-- red: IDs do not depend on the session's random seed

-- commit as:
DECLARE
  old text := pggit.original(commit_name, branch_name, message);
  id text := md5(random()::text);
BEGIN
  UPDATE pggit.trinity_ids t SET trinity_id = id WHERE t.trinity_id = old;
  UPDATE pggit.recorded_commits c SET trinity_id = id WHERE c.trinity_id = old;
  RETURN id;
END
