-- A branch is looked for and then created.
-- family: sessions at once
-- red: many first commits on one new branch at once
-- red: commits of many sessions at once

CREATE TABLE pggit.heads (branch text PRIMARY KEY);
-- commit as:
BEGIN
  IF NOT EXISTS (SELECT FROM pggit.heads h WHERE h.branch = branch_name) THEN
    PERFORM pg_sleep(0.01);
    INSERT INTO pggit.heads VALUES (branch_name);
  END IF;
  RETURN pggit.original(commit_name, branch_name, message);
END
