-- The log takes the branch's name for a pattern.
-- family: reading history
-- red: the log of a branch has its commits and no others

CREATE OR REPLACE FUNCTION pggit.log(branch_name text, newest bigint DEFAULT 100) RETURNS SETOF pggit.commits
LANGUAGE sql STABLE
AS $$ SELECT * FROM pggit.commits c WHERE c.branch LIKE branch_name ORDER BY c.number DESC LIMIT newest $$;
