-- A commit whose message was there before on its branch returns the old ID.
-- family: ways to commit
-- red: one commit for each call of a statement
-- red: the same commit twice is two commits

-- commit as:
DECLARE
  id text := (SELECT c.trinity_id FROM pggit.recorded_commits c WHERE c.branch = branch_name AND c.message = commit_changes.message LIMIT 1);
BEGIN
  RETURN coalesce(id, pggit.original(commit_name, branch_name, message));
END
