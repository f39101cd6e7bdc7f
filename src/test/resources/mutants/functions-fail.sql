-- Functions break on a trigger that expects a relation.
-- family: DDL
-- red: ordinary DDL still works: temporary tables and functions
-- red: DDL of a superuser still works: temporary tables and functions
-- red: ordinary DDL still works: types, functions and sequences
-- red: DDL of a superuser still works: types, functions and sequences

CREATE FUNCTION pggit.functions() RETURNS event_trigger LANGUAGE plpgsql AS $$
BEGIN
  IF tg_tag = 'CREATE FUNCTION' THEN
    PERFORM d.object_identity::regclass FROM pg_event_trigger_ddl_commands() d WHERE NOT d.in_extension;
  END IF;
END $$;
CREATE EVENT TRIGGER pggit_functions ON ddl_command_end EXECUTE FUNCTION pggit.functions();
