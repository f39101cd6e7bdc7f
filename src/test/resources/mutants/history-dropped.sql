-- What was known of a table goes with it.
-- family: versions
-- red: DROP TABLE keeps the table's history
-- red: a table created again has a version that is not lower

CREATE FUNCTION pggit.forget() RETURNS event_trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
  DELETE FROM pggit.table_versions v USING pg_event_trigger_dropped_objects() d
   WHERE d.object_type = 'table' AND v.schema_name = d.schema_name AND v.table_name = d.object_name;
END $$;
CREATE EVENT TRIGGER pggit_on_drop_too ON sql_drop EXECUTE FUNCTION pggit.forget();
