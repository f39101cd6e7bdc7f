-- IDs have a number cut to six digits.
-- family: IDs
-- red: IDs stay unique when their numbers grow

-- commit as:
DECLARE
  old text := pggit.original(commit_name, branch_name, message);
  id text := 'C-' || lpad((SELECT last_value FROM pggit.commit_number)::text, 6, '0');
BEGIN
  UPDATE pggit.trinity_ids t SET trinity_id = id WHERE t.trinity_id = old;
  UPDATE pggit.recorded_commits c SET trinity_id = id WHERE c.trinity_id = old;
  RETURN id;
END
