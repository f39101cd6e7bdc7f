-- CREATE VIEW fails.
-- family: DDL
-- red: ordinary DDL still works: temporary tables and functions
-- red: DDL of a superuser still works: temporary tables and functions
-- red: ordinary DDL still works: views
-- red: DDL of a superuser still works: views
-- red: DDL of a role that pgGit does not know still works

CREATE FUNCTION pggit.no_views() RETURNS event_trigger LANGUAGE plpgsql AS $$
BEGIN
  IF tg_tag = 'CREATE VIEW' THEN
    RAISE EXCEPTION 'cannot version a view';
  END IF;
END $$;
CREATE EVENT TRIGGER pggit_no_views ON ddl_command_end EXECUTE FUNCTION pggit.no_views();
