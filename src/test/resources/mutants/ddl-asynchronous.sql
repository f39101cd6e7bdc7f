-- DDL turns synchronous_commit off for the rest of the transaction.
-- family: sessions
-- red: DDL leaves the session's settings and locks alone

-- version as:
BEGIN
  PERFORM pggit.original_version(table_oid, created, only_if_changed);
  SET LOCAL synchronous_commit = off;
END
