-- Every trigger that comes or goes is written down. That this fails while writing is made to fail is no defect.
-- family: errors inside

CREATE TABLE pggit.noted (tag text);
CREATE FUNCTION pggit.note() RETURNS event_trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pggit, pg_catalog AS $$ BEGIN INSERT INTO pggit.noted VALUES (tg_tag); END $$;
CREATE EVENT TRIGGER pggit_note ON ddl_command_end WHEN TAG IN ('CREATE TRIGGER', 'DROP TRIGGER')
EXECUTE FUNCTION pggit.note();
