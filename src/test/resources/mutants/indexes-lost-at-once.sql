-- An index is a change of its table, whose next number is read without a lock; two at once get the same.
-- family: versions
-- red: two indexes at once are two changes

DROP INDEX pggit.table_versions_name;
CREATE INDEX table_versions_name ON pggit.table_versions (schema_name, table_name, major, minor, patch, present DESC);
CREATE FUNCTION pggit.on_index() RETURNS event_trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  INSERT INTO pggit.table_versions (schema_name, table_name, major, minor, patch, present, change, columns, era)
  SELECT v.schema_name, v.table_name, v.major, v.minor, v.patch + 1, true, 'ALTER', v.columns, v.era
    FROM pg_event_trigger_ddl_commands() d
    JOIN pg_index i ON i.indexrelid = d.objid
    JOIN pg_class c ON c.oid = i.indrelid
    JOIN pg_namespace n ON n.oid = c.relnamespace
   CROSS JOIN LATERAL pggit.last_version(n.nspname, c.relname) v
   WHERE v.present;
END $$;
CREATE EVENT TRIGGER pggit_on_index ON ddl_command_end
  WHEN TAG IN ('CREATE INDEX') EXECUTE FUNCTION pggit.on_index();
