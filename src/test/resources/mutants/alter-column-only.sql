-- Only changes of columns give a new version.
-- family: versions
-- red: every ALTER TABLE moves the version forward

-- version as:
BEGIN
  PERFORM pggit.original_version(table_oid, created, NOT created);
END
