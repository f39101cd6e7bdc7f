-- After a refusal the session commits into nothing.
-- family: bad input
-- red: a session goes on after a refusal

-- commit as:
BEGIN
  IF branch_name IS NULL THEN
    PERFORM nextval('pggit.tree_number');
    RAISE EXCEPTION 'branch_name must not be null' USING ERRCODE = 'null_value_not_allowed';
  END IF;
  IF (SELECT last_value > 1 FROM pggit.tree_number) AND commit_name LIKE 'check%' AND branch_name LIKE 'goes-on%' THEN
    RETURN 'nothing';
  END IF;
  RETURN pggit.original(commit_name, branch_name, message);
END
