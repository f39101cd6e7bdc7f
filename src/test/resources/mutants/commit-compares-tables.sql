-- A commit compares each table with what its parent had.
-- family: costs with tables
-- red: the cost of a commit does not grow with the number of tables

CREATE FUNCTION pggit.look(relid oid) RETURNS bigint LANGUAGE sql SET enable_seqscan = off
AS 'SELECT count(*) FROM pg_attribute a WHERE a.attrelid = $1';

-- commit as:
BEGIN
  IF EXISTS (SELECT FROM pggit.recorded_commits c WHERE c.branch = branch_name) THEN
    PERFORM pggit.look(r.relid) FROM pggit.relations r;
  END IF;
  RETURN pggit.original(commit_name, branch_name, message);
END
