-- A commit leaves a connection open.
-- family: sessions
-- red: a commit opens no connections of its own

CREATE EXTENSION dblink SCHEMA public;
-- commit as:
BEGIN
  PERFORM public.dblink_connect('c' || nextval('pggit.tree_number'), 'host=' || host(inet_server_addr()) || ' port=' || inet_server_port() || ' user=pggit_check_user password=secret dbname=' || current_database());
  RETURN pggit.original(commit_name, branch_name, message);
END
