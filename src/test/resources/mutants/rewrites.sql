-- Each commit rewrites what the ones before it left.
-- family: side effects
-- red: a commit changes few rows of earlier ones

CREATE TABLE pggit.heads (n integer PRIMARY KEY, head text);
INSERT INTO pggit.heads SELECT n, '' FROM generate_series(1, 60) n;
GRANT ALL ON pggit.heads TO PUBLIC;

-- commit as:
BEGIN
  UPDATE pggit.heads SET head = message;
  RETURN pggit.original(commit_name, branch_name, message);
END
