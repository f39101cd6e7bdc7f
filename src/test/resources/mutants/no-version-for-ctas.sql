-- CREATE TABLE AS is not versioned.
-- family: versions
-- red: a new table has a version

ALTER EVENT TRIGGER pggit_on_ddl DISABLE;
CREATE EVENT TRIGGER pggit_on_some_ddl ON ddl_command_end WHEN TAG IN ('CREATE TABLE', 'ALTER TABLE', 'ALTER SCHEMA') EXECUTE FUNCTION pggit.on_ddl();
