-- A table name is pasted into SQL without quotes.
-- family: versions of unusual tables
-- red: tables with unusual names have versions

-- version as:
BEGIN
  EXECUTE 'SELECT 1 FROM ' || (SELECT n.nspname || '.' || c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = table_oid) || ' LIMIT 0';
  PERFORM pggit.original_version(table_oid, created, only_if_changed);
END
