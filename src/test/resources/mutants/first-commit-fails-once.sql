-- The first new branch takes a number that is taken already; the next try gets the next number.
-- family: commits
-- red: a first commit on a new branch

CREATE TABLE pggit.known (id serial PRIMARY KEY, branch text UNIQUE);
INSERT INTO pggit.known VALUES (1, 'main');
GRANT USAGE ON SEQUENCE pggit.known_id_seq TO PUBLIC;
-- commit as:
BEGIN
  IF NOT EXISTS (SELECT FROM pggit.known k WHERE k.branch = branch_name) THEN
    INSERT INTO pggit.known (branch) VALUES (branch_name);
  END IF;
  RETURN pggit.original(commit_name, branch_name, message);
END
