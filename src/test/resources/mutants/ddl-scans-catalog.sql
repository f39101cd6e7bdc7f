-- Each DDL counts all relations of the catalog.
-- family: costs with tables
-- red: CREATE TABLE does not read the whole catalog
-- red: the cost of CREATE TABLE does not grow with the number of tables

-- version as:
BEGIN
  PERFORM count(*) FROM pg_class;
  PERFORM pggit.original_version(table_oid, created, only_if_changed);
END
