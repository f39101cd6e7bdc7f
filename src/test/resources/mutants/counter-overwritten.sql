-- A counter is read first and written afterwards.
-- family: counters
-- red: what counts commits counts those made at once

CREATE TABLE pggit.statistics (commits bigint NOT NULL);
INSERT INTO pggit.statistics VALUES (0);

-- commit as:
DECLARE
  n bigint;
BEGIN
  SELECT s.commits + 1 INTO n FROM pggit.statistics s;
  UPDATE pggit.statistics SET commits = n;
  RETURN pggit.original(commit_name, branch_name, message);
END
