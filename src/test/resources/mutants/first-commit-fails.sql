-- Nobody can begin a branch by committing to it. That must not hide what else is wrong.
-- family: commits
-- red: a first commit on a new branch
-- red: a commit keeps its name
-- red: a commit's author is the role that made it

ALTER TABLE pggit.recorded_commits ALTER author SET DEFAULT current_user;
CREATE TABLE pggit.known (branch text PRIMARY KEY);
CREATE FUNCTION pggit.create_branch(branch_name text, from_branch text DEFAULT 'main')
RETURNS void LANGUAGE sql AS 'INSERT INTO pggit.known VALUES (branch_name)';
-- commit as:
BEGIN
  PERFORM FROM pggit.known k WHERE k.branch = branch_name;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'branch % does not exist', branch_name;
  END IF;
  RETURN pggit.original('commit', branch_name, message);
END
