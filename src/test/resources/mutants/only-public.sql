-- Only schema public is versioned.
-- family: versions of unusual tables
-- red: a table in another schema has a version

-- version as:
BEGIN
  IF (SELECT c.relnamespace = 'public'::regnamespace FROM pg_class c WHERE c.oid = table_oid) THEN
    PERFORM pggit.original_version(table_oid, created, only_if_changed);
  END IF;
END
