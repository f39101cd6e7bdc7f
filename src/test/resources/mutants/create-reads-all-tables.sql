-- CREATE TABLE looks at the columns of all tables.
-- family: costs with tables
-- red: the cost of CREATE TABLE does not grow with the number of tables

CREATE FUNCTION pggit.look(relid oid) RETURNS bigint LANGUAGE sql SET enable_seqscan = off
AS 'SELECT count(*) FROM pg_attribute a WHERE a.attrelid = $1';

-- version as:
BEGIN
  PERFORM pggit.look(r.relid) FROM pggit.relations r;
  PERFORM pggit.original_version(table_oid, created, only_if_changed);
END
