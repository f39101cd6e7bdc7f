-- CREATE TABLE looks at the columns of all tables.
-- family: costs with tables
-- red: the cost of CREATE TABLE does not grow with the number of tables

-- version as:
BEGIN
  PERFORM (SELECT count(*) FROM pg_attribute a WHERE a.attrelid = r.relid) FROM pggit.relations r;
  PERFORM pggit.original_version(table_oid, created, only_if_changed);
END
