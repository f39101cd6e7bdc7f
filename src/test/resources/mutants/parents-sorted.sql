-- Parents are stored once each, in the order of their IDs.
-- family: further arguments
-- red: parents stay in the order in which they are given

-- commit with parents as:
DECLARE
  id text := pggit.original('commit', p_branch_name, p_message);
  u uuid := gen_random_uuid();
BEGIN
  PERFORM pggit.refuse_unknown(p_parent_ids);
  INSERT INTO pggit.commit_ids VALUES (u, id, (SELECT array_agg(DISTINCT p) FROM unnest(p_parent_ids) p));
  RETURN u;
END
