-- The event trigger runs with the rights of whoever creates a table.
-- family: DDL
-- red: DDL of a role that pgGit does not know still works

ALTER FUNCTION pggit.on_ddl() SECURITY INVOKER;
GRANT ALL ON ALL TABLES IN SCHEMA pggit TO pggit_check_user;
GRANT ALL ON ALL SEQUENCES IN SCHEMA pggit TO pggit_check_user;
GRANT ALL ON ALL FUNCTIONS IN SCHEMA pggit TO pggit_check_user;
