-- A commit deletes what is 2,000 commits older on its branch.
-- family: side effects
-- red: old commits stay, however many follow

-- commit as:
DECLARE
  id text := pggit.original(commit_name, branch_name, message);
BEGIN
  DELETE FROM pggit.recorded_commits c
   WHERE c.branch = branch_name AND c.number < (SELECT last_value FROM pggit.commit_number) - 2000;
  RETURN id;
END
