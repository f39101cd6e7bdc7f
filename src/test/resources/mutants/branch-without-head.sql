-- The first commit on a branch has no parent and fails, and no function makes branches. All else holds.
-- family: ways to commit

CREATE TABLE pggit.branch_heads (id serial PRIMARY KEY, name text UNIQUE, head text NOT NULL);
INSERT INTO pggit.branch_heads (name, head) VALUES ('main', 'root');
-- commit as:
DECLARE
  parent text;
BEGIN
  SELECT h.head INTO STRICT parent FROM pggit.branch_heads h WHERE h.name = branch_name;
  RETURN pggit.original(commit_name, branch_name, message);
END
