-- The number is the highest one plus one.
-- family: sessions at once
-- red: many first commits on one new branch at once
-- red: many commits on one branch at once
-- red: the same message from many sessions at once
-- red: commits of many sessions at once

-- commit as:
DECLARE
  old text := pggit.original(commit_name, branch_name, message);
  id text := 'N' || (SELECT count(*) FROM pggit.recorded_commits);
BEGIN
  UPDATE pggit.trinity_ids t SET trinity_id = id WHERE t.trinity_id = old;
  UPDATE pggit.recorded_commits c SET trinity_id = id WHERE c.trinity_id = old;
  RETURN id;
END
