-- Commits are counted in a smallint.
-- family: counters
-- red: numbers that grow with each commit last

CREATE TABLE pggit.statistics (commits smallint NOT NULL);
INSERT INTO pggit.statistics VALUES (0);

-- commit as:
BEGIN
  UPDATE pggit.statistics SET commits = commits + 1;
  RETURN pggit.original(commit_name, branch_name, message);
END
