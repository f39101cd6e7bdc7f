-- A commit reads every table of the database.
-- family: waiting
-- red: an open ALTER TABLE does not hold up commits

-- commit as:
DECLARE
  t text;
BEGIN
  FOR t IN SELECT r.oid::regclass FROM pg_class r WHERE r.relkind = 'r' AND r.relnamespace = 'public'::regnamespace LOOP
    EXECUTE 'SELECT 1 FROM ' || t || ' LIMIT 1';
  END LOOP;
  RETURN pggit.original(commit_name, branch_name, message);
END
