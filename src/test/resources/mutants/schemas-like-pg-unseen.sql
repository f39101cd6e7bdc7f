-- Schemas whose names begin with pg are taken for those of the system.
-- family: versions of unusual tables
-- red: a table in another schema has a version

-- version as:
BEGIN
  IF (SELECT n.nspname NOT LIKE 'pg_%' FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = table_oid) THEN
    PERFORM pggit.original_version(table_oid, created, only_if_changed);
  END IF;
END
