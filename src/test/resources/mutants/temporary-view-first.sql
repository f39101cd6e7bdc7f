-- A commit writes through a view of that name, or whatever else of that name comes first.
-- family: search_path
-- red: commits are not misled by temporary tables of the same names

CREATE VIEW pggit.entries AS
  SELECT c.trinity_id, c.number, c.branch, c.name, c.message, c.tree_id FROM pggit.recorded_commits c;

-- commit as SECURITY DEFINER SET search_path = pggit:
DECLARE
  id text := 'T-' || nextval('pggit.commit_number');
BEGIN
  INSERT INTO pggit.trinity_ids VALUES (id);
  INSERT INTO entries (trinity_id, number, branch, name, message, tree_id)
  VALUES (id, currval('pggit.commit_number'), branch_name, commit_name, message, 0);
  RETURN id;
END
