-- The event trigger takes a date apart as text.
-- family: transactions and settings
-- red: settings of a session do not break DDL

-- version as:
BEGIN
  PERFORM split_part(now()::text, '-', 2)::int;
  PERFORM pggit.original_version(table_oid, created, only_if_changed);
END
