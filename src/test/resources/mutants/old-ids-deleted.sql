-- Each hundredth commit throws away the Trinity IDs of all but the last thousand.
-- family: side effects
-- red: old commits stay, however many follow

-- commit as:
DECLARE
  id text := pggit.original(commit_name, branch_name, message);
  n bigint := currval('pggit.commit_number');
BEGIN
  IF n % 100 = 0 THEN
    DELETE FROM pggit.trinity_ids t USING pggit.recorded_commits c
     WHERE c.trinity_id = t.trinity_id AND c.number BETWEEN n - 1200 AND n - 1000;
  END IF;
  RETURN id;
END
