-- A commit looks for its tables along the search_path, with pggit at its end.
-- family: search_path
-- red: commits work with an empty search_path
-- red: commits are not misled by tables of the same names
-- red: commits are not misled by temporary tables of the same names
-- red: functions with their owner's rights have a search_path of their own

-- commit as SECURITY DEFINER:
DECLARE
  id text := pggit.original(commit_name, branch_name, message);
BEGIN
  PERFORM set_config('search_path', 'public, ' || nullif(current_setting('search_path'), '""') || ', pggit', true);
  INSERT INTO trinity_ids VALUES (id) ON CONFLICT DO NOTHING;
  RETURN id;
END
