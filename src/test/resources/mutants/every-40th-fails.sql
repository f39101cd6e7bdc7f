-- Every 40th commit fails.
-- family: a long series
-- red: a long series of commits

-- commit as:
BEGIN
  IF nextval('pggit.tree_number') % 40 = 0 THEN
    RAISE EXCEPTION 'out of luck' USING ERRCODE = 'internal_error';
  END IF;
  RETURN pggit.original(commit_name, branch_name, message);
END
