-- The log looks through the commits of all branches.
-- family: costs of reading
-- red: the cost of a branch's log does not grow with history

CREATE OR REPLACE FUNCTION pggit.log(branch_name text, newest bigint DEFAULT 100) RETURNS SETOF pggit.commits
LANGUAGE sql STABLE
AS $$ SELECT * FROM pggit.commits c WHERE c.branch || '' = branch_name ORDER BY c.number DESC LIMIT newest $$;
