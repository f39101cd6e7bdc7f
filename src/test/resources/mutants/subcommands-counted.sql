-- Adding two columns in one statement is a minor step and then a patch.
-- family: versions
-- red: one statement is one step of the version

CREATE FUNCTION pggit.again() RETURNS event_trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF current_query() ~ 'ADD .*, ADD' THEN
    PERFORM pggit.record_version(d.objid, false, false)
       FROM (SELECT objid FROM pg_event_trigger_ddl_commands() JOIN pg_class c ON c.oid = objid AND c.relkind = 'r'
              WHERE command_tag = 'ALTER TABLE' LIMIT 1) d;
  END IF;
END $$;
CREATE EVENT TRIGGER pggit_once_more ON ddl_command_end WHEN TAG IN ('ALTER TABLE') EXECUTE FUNCTION pggit.again();
