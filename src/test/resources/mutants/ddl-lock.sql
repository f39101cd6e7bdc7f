-- All DDL takes the same lock until its transaction ends.
-- family: waiting
-- red: open DDL does not hold up DDL on other tables

-- version as:
BEGIN
  PERFORM pg_advisory_xact_lock(987654321988);
  PERFORM pggit.original_version(table_oid, created, only_if_changed);
END
