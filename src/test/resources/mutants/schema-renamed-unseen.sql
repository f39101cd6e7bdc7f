-- The tables of a schema that is renamed stay where they were.
-- family: versions
-- red: a table moved to another schema is the same table

ALTER EXTENSION pggit DROP EVENT TRIGGER pggit_on_ddl;
DROP EVENT TRIGGER pggit_on_ddl;
CREATE EVENT TRIGGER pggit_on_ddl ON ddl_command_end
  WHEN TAG IN ('CREATE TABLE', 'CREATE TABLE AS', 'SELECT INTO', 'CREATE SCHEMA', 'ALTER TABLE', 'ALTER INDEX')
  EXECUTE FUNCTION pggit.on_ddl();
