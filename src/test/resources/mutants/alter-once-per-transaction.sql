-- Of the changes of one table in a transaction only the first is versioned.
-- family: versions
-- red: several DDL statements in one transaction

-- version as:
BEGIN
  IF created OR NOT EXISTS (SELECT FROM pggit.table_versions v JOIN pg_class c ON c.relname = v.table_name
                             WHERE c.oid = table_oid AND v.xid = pg_current_xact_id() AND v.change = 'ALTER') THEN
    PERFORM pggit.original_version(table_oid, created, only_if_changed);
  END IF;
END
