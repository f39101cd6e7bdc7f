-- A commit writes to whatever table of that name comes first, temporary ones included.
-- family: search_path
-- red: commits are not misled by temporary tables of the same names

-- commit as SECURITY DEFINER SET search_path = pggit:
DECLARE
  id text := 'T-' || nextval('commit_number');
BEGIN
  INSERT INTO trinity_ids VALUES (id);
  INSERT INTO recorded_commits (trinity_id, number, branch, name, message, tree_id)
  VALUES (id, currval('commit_number'), branch_name, commit_name, message, 0);
  RETURN id;
END
