-- A commit leaves a temporary table behind.
-- family: sessions
-- red: a commit leaves no temporary tables, cursors or statements behind

-- commit as:
BEGIN
  IF to_regclass('pg_temp.pggit_work') IS NULL THEN
    CREATE TEMP TABLE pggit_work (id text);
  END IF;
  RETURN pggit.original(commit_name, branch_name, message);
END
