-- Unlogged tables have no versions.
-- family: versions
-- red: a new table has a version
-- red: every ALTER TABLE moves the version forward

-- version as:
BEGIN
  IF (SELECT c.relpersistence <> 'u' FROM pg_class c WHERE c.oid = table_oid) THEN
    PERFORM pggit.original_version(table_oid, created, only_if_changed);
  END IF;
END
