-- Every fifth ID is missing in trinity_ids.
-- family: commits
-- red: a commit's ID is registered once

-- commit as:
DECLARE
  id text := pggit.original(commit_name, branch_name, message);
BEGIN
  IF (SELECT last_value % 5 = 0 FROM pggit.commit_number) THEN
    DELETE FROM pggit.trinity_ids t WHERE t.trinity_id = id;
  END IF;
  RETURN id;
END
