-- The partitions of the commits end behind the letter z.
-- family: branch names
-- red: Unicode in branch names
-- red: upper and lower case make different branches

-- commit as:
BEGIN
  IF branch_name COLLATE "C" >= '{' AND branch_name !~ '^[{]' THEN
    RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = 'no partition of relation "commits" found for row';
  END IF;
  RETURN pggit.original(commit_name, branch_name, message);
END
