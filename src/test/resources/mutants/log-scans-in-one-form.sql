-- The log with a number that is an integer looks through the commits of all branches, the one with a bigint does not.
-- family: costs of reading
-- red: the cost of a branch's log does not grow with history

CREATE FUNCTION pggit.log(branch_name text, newest integer) RETURNS SETOF pggit.commits
LANGUAGE sql STABLE
AS $$ SELECT * FROM pggit.commits c WHERE c.branch || '' = branch_name ORDER BY c.number DESC LIMIT newest $$;
