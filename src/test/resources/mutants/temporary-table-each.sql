-- Each commit works in a temporary table.
-- family: side effects
-- red: a commit writes nothing to the system catalog

-- commit as:
BEGIN
  CREATE TEMP TABLE pggit_work (id text) ON COMMIT DROP;
  DROP TABLE pg_temp.pggit_work;
  RETURN pggit.original(commit_name, branch_name, message);
END
