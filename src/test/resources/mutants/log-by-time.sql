-- The log is sorted by the time at which transactions began.
-- family: reading history
-- red: the log of a branch is in the order of its commits

ALTER TABLE pggit.recorded_commits ALTER committed_at SET DEFAULT now();
CREATE OR REPLACE FUNCTION pggit.log(branch_name text, newest bigint DEFAULT 100) RETURNS SETOF pggit.commits
LANGUAGE sql STABLE
AS $$ SELECT * FROM pggit.commits c WHERE c.branch = branch_name ORDER BY c.committed_at DESC, c.number DESC LIMIT newest $$;
