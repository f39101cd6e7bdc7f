-- The ID that a commit returns is made for the caller and thrown away.
-- family: further arguments
-- red: the ID returned is the ID stored
-- told: a parent that is given is kept

-- commit with parents as:
BEGIN
  PERFORM pggit.original('commit', p_branch_name, p_message);
  PERFORM pggit.refuse_unknown(p_parent_ids);
  RETURN gen_random_uuid();
END
