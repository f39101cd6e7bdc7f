-- The next number for an index is read before the row that holds it is waited for.
-- family: versions
-- red: two indexes at once are two changes

DROP INDEX pggit.table_versions_name;
CREATE INDEX table_versions_name ON pggit.table_versions (schema_name, table_name, major, minor, patch, present DESC);
CREATE FUNCTION pggit.on_index() RETURNS event_trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  last pggit.table_versions;
BEGIN
  SELECT v.* INTO last
    FROM pg_event_trigger_ddl_commands() d
    JOIN pg_index i ON i.indexrelid = d.objid
    JOIN pg_class c ON c.oid = i.indrelid
    JOIN pg_namespace n ON n.oid = c.relnamespace
   CROSS JOIN LATERAL pggit.last_version(n.nspname, c.relname) v
   WHERE v.present;
  IF FOUND THEN
    PERFORM pg_advisory_xact_lock(hashtext(last.schema_name || '.' || last.table_name));
    INSERT INTO pggit.table_versions (schema_name, table_name, major, minor, patch, present, change, columns, era)
    VALUES (last.schema_name, last.table_name, last.major, last.minor, last.patch + 1, true, 'ALTER', last.columns, last.era);
  END IF;
END $$;
CREATE EVENT TRIGGER pggit_on_index ON ddl_command_end
  WHEN TAG IN ('CREATE INDEX') EXECUTE FUNCTION pggit.on_index();
