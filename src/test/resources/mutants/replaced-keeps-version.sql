-- A table that is dropped and created again in one transaction is taken for the old one.
-- family: versions
-- red: a table created again has a version that is not lower

-- version as:
BEGIN
  DELETE FROM pggit.table_versions v USING pg_class c
   WHERE created AND c.oid = table_oid AND v.table_name = c.relname AND v.change = 'DROP' AND v.xid = pg_current_xact_id();
  IF NOT (FOUND AND created) THEN
    PERFORM pggit.original_version(table_oid, created, only_if_changed);
  END IF;
END
