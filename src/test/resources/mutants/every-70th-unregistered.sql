-- The ID of every 70th commit is stored and not registered.
-- family: a long series
-- red: a long series of commits: IDs registered

-- commit as:
DECLARE
  id text := pggit.original(commit_name, branch_name, message);
BEGIN
  IF (SELECT last_value % 70 = 0 FROM pggit.commit_number) THEN
    DELETE FROM pggit.trinity_ids t WHERE t.trinity_id = id;
  END IF;
  RETURN id;
END
