-- The first commit of a branch writes a row for each table, which those that follow do without: what a new branch costs is
-- another check's.
-- family: costs with tables

CREATE TABLE pggit.contents (number bigint, relid oid);
-- commit as:
BEGIN
  IF NOT EXISTS (SELECT FROM pggit.recorded_commits c WHERE c.branch = branch_name) THEN
    INSERT INTO pggit.contents SELECT 1, r.relid FROM pggit.relations r;
  END IF;
  RETURN pggit.original(commit_name, branch_name, message);
END
