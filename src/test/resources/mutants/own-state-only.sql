-- A session goes on with the state of the tables that it saw, but for its own DDL.
-- family: versions
-- red: a commit sees the DDL of other sessions

CREATE FUNCTION pggit.look_again() RETURNS event_trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('pggit.tree', '', false);
END $$;
CREATE EVENT TRIGGER pggit_look_again ON ddl_command_end EXECUTE FUNCTION pggit.look_again();

-- commit as:
DECLARE
  id text := pggit.original(commit_name, branch_name, message);
  tree text := nullif(current_setting('pggit.tree', true), '');
BEGIN
  IF tree IS NULL THEN
    SELECT c.tree_id INTO tree FROM pggit.recorded_commits c WHERE c.trinity_id = id;
    PERFORM set_config('pggit.tree', tree, false);
  END IF;
  UPDATE pggit.recorded_commits c SET tree_id = tree::bigint WHERE c.trinity_id = id;
  RETURN id;
END
