-- Every 70th commit gets an ID and is not stored.
-- family: a long series
-- red: a long series of commits: nothing lost

-- commit as:
DECLARE
  id text := pggit.original(commit_name, branch_name, message);
BEGIN
  IF (SELECT last_value % 70 = 0 FROM pggit.commit_number) THEN
    DELETE FROM pggit.recorded_commits c WHERE c.trinity_id = id;
    DELETE FROM pggit.trinity_ids t WHERE t.trinity_id = id;
  END IF;
  RETURN id;
END
