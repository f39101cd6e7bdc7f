-- CREATE TABLE fails unless public is in the search_path.
-- family: search_path
-- red: DDL works with an empty search_path

CREATE TABLE public.helper (id int);
GRANT SELECT ON public.helper TO PUBLIC;
ALTER FUNCTION pggit.on_ddl() RESET search_path;
ALTER FUNCTION pggit.on_ddl() SECURITY INVOKER;
GRANT ALL ON ALL TABLES IN SCHEMA pggit TO pggit_check_user;
GRANT ALL ON ALL SEQUENCES IN SCHEMA pggit TO pggit_check_user;
GRANT ALL ON ALL FUNCTIONS IN SCHEMA pggit TO pggit_check_user;
CREATE FUNCTION pggit.public() RETURNS event_trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM helper;
END $$;
CREATE EVENT TRIGGER pggit_public ON ddl_command_end EXECUTE FUNCTION pggit.public();
