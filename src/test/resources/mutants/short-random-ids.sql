-- IDs are eight random hexadecimal digits.
-- family: IDs
-- red: there are enough IDs

-- commit as:
DECLARE
  old text := pggit.original(commit_name, branch_name, message);
  id text := substr(md5(gen_random_uuid()::text), 1, 8);
BEGIN
  UPDATE pggit.trinity_ids t SET trinity_id = id WHERE t.trinity_id = old;
  UPDATE pggit.recorded_commits c SET trinity_id = id WHERE c.trinity_id = old;
  RETURN id;
END
