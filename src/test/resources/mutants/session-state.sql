-- A temporary table that the first commit creates is taken for granted afterwards.
-- family: ways to commit
-- red: commits go on after DISCARD ALL

-- commit as:
BEGIN
  IF current_setting('pggit.ready', true) IS DISTINCT FROM 'yes' THEN
    CREATE TEMP TABLE pggit_state (id text);
    PERFORM set_config('pggit.ready', 'yes', false);
  END IF;
  INSERT INTO pg_temp.pggit_state VALUES ('x');
  RETURN pggit.original(commit_name, branch_name, message);
END
