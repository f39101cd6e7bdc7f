-- A null name is taken for some name.
-- family: bad input
-- red: a null commit name is refused

-- commit as:
BEGIN
  RETURN pggit.original(coalesce(commit_name, 'unnamed'), branch_name, message);
END
