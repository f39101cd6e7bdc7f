-- CREATE INDEX CONCURRENTLY fails.
-- family: DDL
-- red: DDL that cannot run in a transaction still works

CREATE FUNCTION pggit.concurrently() RETURNS event_trigger LANGUAGE plpgsql AS $$
BEGIN
  IF tg_tag = 'CREATE INDEX' AND current_query() LIKE '%CONCURRENTLY%' THEN
    RAISE EXCEPTION 'cannot version an index';
  END IF;
END $$;
CREATE EVENT TRIGGER pggit_concurrently ON ddl_command_end EXECUTE FUNCTION pggit.concurrently();
