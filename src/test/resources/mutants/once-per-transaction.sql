-- Only the first DDL of a transaction is versioned.
-- family: versions
-- red: several DDL statements in one transaction
-- red: a table created again has a version that is not lower

-- version as:
BEGIN
  IF NOT EXISTS (SELECT FROM pggit.table_versions v WHERE v.xid = pg_current_xact_id()) THEN
    PERFORM pggit.original_version(table_oid, created, only_if_changed);
  END IF;
END
