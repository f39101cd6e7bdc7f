-- Wrong input ends in an error from inside.
-- family: bad input
-- red: a null branch is refused
-- red: a blank branch is refused

-- commit as:
BEGIN
  IF btrim(branch_name) <> '' IS NOT TRUE THEN
    RAISE EXCEPTION 'unexpected state' USING ERRCODE = 'internal_error';
  END IF;
  RETURN pggit.original(commit_name, branch_name, message);
END
