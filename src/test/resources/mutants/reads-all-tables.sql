-- A commit reads all tables with the rights of whoever commits.
-- family: privileges
-- red: a commit does not need rights to other people's tables

-- commit as SECURITY INVOKER:
DECLARE
  t text;
BEGIN
  FOR t IN SELECT r.oid::regclass FROM pg_class r WHERE r.relkind = 'r' AND r.relname = 'secret' LOOP
    EXECUTE 'SELECT 1 FROM ' || t;
  END LOOP;
  RETURN pggit.original(commit_name, branch_name, message);
END
