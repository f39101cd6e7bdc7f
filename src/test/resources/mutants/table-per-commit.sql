-- Each commit creates a table.
-- family: footprint
-- red: a transaction's locks do not grow with its commits
-- red: commits add nothing to the catalog

-- commit as:
BEGIN
  EXECUTE 'CREATE TABLE pggit.c_' || nextval('pggit.tree_number') || ' ()';
  RETURN pggit.original(commit_name, branch_name, message);
END
