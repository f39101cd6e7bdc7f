-- A commit writes a row for each table.
-- family: costs with tables
-- red: the cost of a commit does not grow with the number of tables

CREATE TABLE pggit.contents (number bigint, relid oid);
-- commit as:
BEGIN
  INSERT INTO pggit.contents SELECT 1, r.relid FROM pggit.relations r;
  RETURN pggit.original(commit_name, branch_name, message);
END
