-- A commit waits for a branch that its snapshot will never show.
-- family: transactions and settings
-- red: commits work in stricter isolation levels

CREATE TABLE pggit.known (name text PRIMARY KEY);

-- commit as:
BEGIN
  LOOP
    EXIT WHEN EXISTS (SELECT FROM pggit.known k WHERE k.name = branch_name);
    BEGIN
      INSERT INTO pggit.known VALUES (branch_name);
    EXCEPTION WHEN unique_violation THEN
      PERFORM pg_sleep(0.01);
    END;
  END LOOP;
  RETURN pggit.original(commit_name, branch_name, message);
END
