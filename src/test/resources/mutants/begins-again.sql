-- The versions of a table are forgotten when it is dropped.
-- family: versions
-- red: a table created again has a version that is not lower
-- red: DROP TABLE keeps the table's history

CREATE FUNCTION pggit.forget() RETURNS event_trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
  DELETE FROM pggit.table_versions v USING pg_event_trigger_dropped_objects() d
   WHERE d.object_type = 'table' AND v.schema_name = d.schema_name AND v.table_name = d.object_name;
END $$;
CREATE EVENT TRIGGER pggit_zz_forget ON sql_drop EXECUTE FUNCTION pggit.forget();
