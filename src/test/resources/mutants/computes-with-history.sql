-- A commit computes the longer the more commits there are, without reading them. Only the priced ones, to be quick.
-- family: costs with history
-- red: a commit does not compute for long
-- red: the cost of a commit does not grow with history

-- commit as:
BEGIN
  FOR i IN 1 .. CASE WHEN message LIKE 'priced%' AND branch_name IN ('many', 'computing') THEN 10 * (SELECT last_value FROM pggit.commit_number) ELSE 0 END LOOP
    PERFORM sha256(convert_to(branch_name || i, 'UTF8'));
  END LOOP;
  RETURN pggit.original(commit_name, branch_name, message);
END
