-- The first commit on a branch creates a table for it.
-- family: footprint
-- red: commits add nothing to the catalog

-- commit as:
BEGIN
  IF to_regclass('pggit.b_' || md5(branch_name)) IS NULL THEN
    EXECUTE 'CREATE TABLE pggit.b_' || md5(branch_name) || ' ()';
  END IF;
  RETURN pggit.original(commit_name, branch_name, message);
END
