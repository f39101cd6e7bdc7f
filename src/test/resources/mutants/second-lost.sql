-- The second commit of a branch gets an ID and is not stored.
-- family: commits
-- red: a second commit on the same branch

-- commit as:
DECLARE
  id text := pggit.original(commit_name, branch_name, message);
BEGIN
  IF (SELECT count(*) FROM pggit.recorded_commits c WHERE c.branch = branch_name) = 2 THEN
    DELETE FROM pggit.recorded_commits c WHERE c.trinity_id = id;
  END IF;
  RETURN id;
END
