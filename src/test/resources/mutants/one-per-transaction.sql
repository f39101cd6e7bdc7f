-- A second commit within one transaction returns the ID of the first.
-- family: ways to commit
-- red: one commit for each call of a statement
-- red: commits from PL/pgSQL blocks, subtransactions and triggers
-- red: several new branches in one transaction
-- red: many commits in one transaction
-- red: the same commit twice is two commits

-- commit as:
DECLARE
  id text := (SELECT c.trinity_id FROM pggit.recorded_commits c WHERE c.xmin = pg_current_xact_id()::xid LIMIT 1);
BEGIN
  RETURN coalesce(id, pggit.original(commit_name, branch_name, message));
END
