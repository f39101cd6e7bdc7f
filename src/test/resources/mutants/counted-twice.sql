-- A statement that PostgreSQL reports as several commands is counted several times.
-- family: versions
-- red: one statement is one step of the version

CREATE FUNCTION pggit.again() RETURNS event_trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  o record;
BEGIN
  FOR o IN
    SELECT d.objid FROM pg_event_trigger_ddl_commands() d JOIN pg_class c ON c.oid = d.objid AND c.relkind = 'r'
     WHERE d.classid = 'pg_class'::regclass AND d.command_tag IN ('CREATE TABLE', 'ALTER TABLE') OFFSET 1
  LOOP
    PERFORM pggit.record_version(o.objid, false, false);
  END LOOP;
END $$;
CREATE EVENT TRIGGER pggit_once_more ON ddl_command_end EXECUTE FUNCTION pggit.again();
