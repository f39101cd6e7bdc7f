-- A table that CREATE SCHEMA creates along with the schema is not seen.
-- family: versions of unusual tables
-- red: a table in another schema has a version

ALTER EVENT TRIGGER pggit_on_ddl DISABLE;
CREATE EVENT TRIGGER seen ON ddl_command_end
  WHEN TAG IN ('CREATE TABLE', 'CREATE TABLE AS', 'SELECT INTO', 'ALTER TABLE', 'ALTER INDEX', 'ALTER SCHEMA')
  EXECUTE FUNCTION pggit.on_ddl();
