-- A null branch is taken for main.
-- family: bad input
-- red: a null branch is refused

-- commit as:
BEGIN
  RETURN pggit.original(commit_name, coalesce(branch_name, 'main'), message);
END
