-- Commits go through a connection of their own and are there whatever becomes of the transaction.
-- family: rollback
-- red: a rolled-back commit leaves nothing
-- red: a commit rolled back to a savepoint leaves nothing
-- red: a commit fails with the transaction around it
-- red: a commit is invisible to others until its transaction ends
-- red: a session that breaks off leaves nothing

CREATE EXTENSION dblink SCHEMA public;
-- commit as:
DECLARE
  id text;
BEGIN
  SELECT r.id INTO id FROM public.dblink('host=' || host(inet_server_addr()) || ' port=' || inet_server_port() || ' user=pggit_check_user password=secret dbname=' || current_database(),
    format('SELECT pggit.original(%L, %L, %L)', commit_name, branch_name, message)) AS r(id text);
  RETURN id;
END
