-- Each DDL counts all relations of the catalog, three times.
-- family: costs with tables
-- red: CREATE TABLE does not read the whole catalog
-- red: the cost of CREATE TABLE does not grow with the number of tables

-- version as:
BEGIN
  FOR i IN 1..3 LOOP PERFORM count(*) FROM pg_class; END LOOP;
  PERFORM pggit.original_version(table_oid, created, only_if_changed);
END
