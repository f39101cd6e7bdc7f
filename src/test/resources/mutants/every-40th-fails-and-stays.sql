-- Every 40th commit fails, and is stored nevertheless, through a connection of its own.
-- family: a long series
-- red: a long series of commits
-- red: a long series of commits: failed commits undone

CREATE EXTENSION dblink SCHEMA public;
-- commit as:
BEGIN
  IF nextval('pggit.tree_number') % 40 = 0 THEN
    PERFORM FROM public.dblink('host=' || host(inet_server_addr()) || ' port=' || inet_server_port() || ' user=pggit_check_user password=secret dbname=' || current_database(),
      format('SELECT pggit.original(%L, %L, %L)', commit_name, branch_name, message)) AS r(id text);
    RAISE EXCEPTION 'out of luck' USING ERRCODE = 'internal_error';
  END IF;
  RETURN pggit.original(commit_name, branch_name, message);
END
