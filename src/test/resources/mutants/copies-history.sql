-- A commit writes more the longer the history is.
-- family: costs with history
-- red: the cost of a commit does not grow with history

CREATE TABLE pggit.snapshots (n bigint, content text);
-- commit as:
BEGIN
  INSERT INTO pggit.snapshots
  SELECT n.last_value, (SELECT string_agg(md5(i::text), '') FROM generate_series(1, n.last_value / 16) i) FROM pggit.commit_number n;
  RETURN pggit.original(commit_name, branch_name, message);
END
