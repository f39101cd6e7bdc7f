-- DDL that meets other DDL is not versioned.
-- family: versions
-- red: DDL at once on different tables loses no version

-- version as:
BEGIN
  IF pg_try_advisory_xact_lock(987654321989) THEN
    PERFORM pggit.original_version(table_oid, created, only_if_changed);
  END IF;
END
