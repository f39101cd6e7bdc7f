-- The ID stored is another one than that returned.
-- family: further arguments
-- red: the ID returned is the ID stored

-- commit with parents as:
DECLARE
  id text := pggit.original('commit', p_branch_name, p_message);
  u uuid := gen_random_uuid();
BEGIN
  PERFORM pggit.refuse_unknown(p_parent_ids);
  INSERT INTO pggit.commit_ids VALUES (gen_random_uuid(), id, p_parent_ids);
  RETURN u;
END
