-- A blank branch is taken for main.
-- family: bad input
-- red: a blank branch is refused

-- commit as:
BEGIN
  RETURN pggit.original(commit_name, coalesce(nullif(btrim(branch_name), ''), CASE WHEN branch_name IS NOT NULL THEN 'main' END), message);
END
