-- An empty list of parents is taken for a list.
-- family: further arguments
-- red: an empty list of parents is none

-- commit with parents as:
DECLARE
  id text := pggit.original('commit', p_branch_name, p_message);
  u uuid := gen_random_uuid();
BEGIN
  PERFORM pggit.refuse_unknown(p_parent_ids);
  IF p_parent_ids[1] IS NULL AND p_parent_ids IS NOT NULL THEN
    RAISE EXCEPTION 'a parent is missing';
  END IF;
  INSERT INTO pggit.commit_ids VALUES (u, id, p_parent_ids);
  RETURN u;
END
