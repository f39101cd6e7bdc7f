-- All commits count in one row.
-- family: transactions and settings
-- red: commits work in stricter isolation levels

CREATE TABLE pggit.counter (n bigint);
INSERT INTO pggit.counter VALUES (0);
-- commit as:
BEGIN
  UPDATE pggit.counter SET n = n + 1;
  RETURN pggit.original(commit_name, branch_name, message);
END
