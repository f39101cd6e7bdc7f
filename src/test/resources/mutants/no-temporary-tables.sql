-- Temporary tables are versioned, by name, and meet one another.
-- family: DDL
-- red: temporary tables of the same name in two sessions

CREATE TABLE pggit.temporary (name text PRIMARY KEY);
GRANT ALL ON pggit.temporary TO PUBLIC;
CREATE FUNCTION pggit.temporary() RETURNS event_trigger LANGUAGE plpgsql AS $$
BEGIN
  IF tg_tag = 'CREATE TABLE' THEN
    INSERT INTO pggit.temporary SELECT d.object_identity FROM pg_event_trigger_ddl_commands() d
     WHERE d.schema_name = 'pg_temp' AND d.object_type = 'table' AND d.object_identity LIKE '%same_name';
  END IF;
END $$;
CREATE EVENT TRIGGER pggit_temporary ON ddl_command_end EXECUTE FUNCTION pggit.temporary();
