-- The function is STRICT: null in, NULL out, no error.
-- family: bad input
-- red: a null branch is refused
-- red: a null message is refused
-- red: a null commit name is refused

-- commit as STRICT SECURITY DEFINER:
BEGIN
  RETURN pggit.original(commit_name, branch_name, message);
END
