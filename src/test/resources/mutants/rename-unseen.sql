-- A renamed table keeps its old name in pgGit.
-- family: versions
-- red: a renamed table is known by its new name

-- version as:
BEGIN
  IF EXISTS (SELECT FROM pggit.relations r JOIN pg_class c ON c.oid = r.relid WHERE r.relid = table_oid AND c.relname <> r.table_name) THEN
    RETURN;
  END IF;
  PERFORM pggit.original_version(table_oid, created, only_if_changed);
END
