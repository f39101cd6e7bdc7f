-- Any ID is taken for a parent.
-- family: further arguments
-- red: a parent that does not exist is refused

-- commit with parents as:
DECLARE
  id text := pggit.original('commit', p_branch_name, p_message);
  u uuid := gen_random_uuid();
BEGIN
  INSERT INTO pggit.commit_ids VALUES (u, id, p_parent_ids);
  RETURN u;
END
