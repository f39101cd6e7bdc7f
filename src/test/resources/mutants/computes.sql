-- A commit hashes its branch a hundred thousand times. On one branch only, to spare the other checks.
-- family: costs with history
-- red: a commit does not compute for long

-- commit as:
BEGIN
  FOR i IN 1 .. CASE branch_name WHEN 'computing' THEN 100000 ELSE 0 END LOOP
    PERFORM sha256(convert_to(branch_name || i, 'UTF8'));
  END LOOP;
  RETURN pggit.original(commit_name, branch_name, message);
END
