-- Tables are told apart by their bare names.
-- family: versions of unusual tables
-- red: tables of the same name in two schemas are two tables

-- version as:
BEGIN
  PERFORM pggit.original_version(table_oid, created, only_if_changed);
  UPDATE pggit.table_versions v SET patch = v.patch + 1
   WHERE v.table_name = (SELECT c.relname FROM pg_class c WHERE c.oid = table_oid)
     AND v.schema_name <> (SELECT c.relnamespace::regnamespace::text FROM pg_class c WHERE c.oid = table_oid);
END
