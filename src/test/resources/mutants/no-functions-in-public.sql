-- CREATE FUNCTION fails for lack of a place where pgGit would keep it: nothing can be told of costs.
-- family: costs with tables
-- told: CREATE TABLE does not read the whole catalog
-- told: the cost of CREATE TABLE does not grow with the number of tables
-- told: the cost of a commit does not grow with the number of tables

CREATE FUNCTION pggit.no_functions() RETURNS event_trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'cannot version a function';
END $$;
CREATE EVENT TRIGGER pggit_no_functions ON ddl_command_end WHEN TAG IN ('CREATE FUNCTION')
EXECUTE FUNCTION pggit.no_functions();
