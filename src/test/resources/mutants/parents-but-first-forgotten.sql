-- Of several parents only the first one is stored.
-- family: further arguments
-- red: a parent that is given is kept

-- commit with parents as:
DECLARE
  id text := pggit.original('commit', p_branch_name, p_message);
  u uuid := gen_random_uuid();
BEGIN
  PERFORM pggit.refuse_unknown(p_parent_ids);
  INSERT INTO pggit.commit_ids VALUES (u, id, p_parent_ids[1:1]);
  RETURN u;
END
