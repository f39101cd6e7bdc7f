-- A commit leaves a cursor open.
-- family: sessions
-- red: a commit leaves no temporary tables, cursors or statements behind

-- commit as:
DECLARE
  c CURSOR FOR SELECT 1;
BEGIN
  c := 'pggit_' || nextval('pggit.tree_number');
  OPEN c;
  RETURN pggit.original(commit_name, branch_name, message);
END
