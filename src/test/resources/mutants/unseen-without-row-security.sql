-- DDL of sessions with row_security off is taken for a restore and goes unrecorded.
-- family: transactions and settings
-- red: settings of a session do not break DDL

-- version as:
BEGIN
  IF current_setting('row_security')::boolean THEN
    PERFORM pggit.original_version(table_oid, created, only_if_changed);
  END IF;
END
