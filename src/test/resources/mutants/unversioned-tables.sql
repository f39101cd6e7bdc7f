-- A table whose version cannot be written is created all the same.
-- family: errors inside
-- red: DDL that cannot be versioned is noticed

-- version as:
BEGIN
  PERFORM pggit.original_version(table_oid, created, only_if_changed);
EXCEPTION WHEN OTHERS THEN
  NULL;
END
