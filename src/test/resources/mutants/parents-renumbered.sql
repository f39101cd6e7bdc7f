-- Parents have a row each, and numbers that follow the rows and not the list.
-- family: further arguments
-- red: parents stay in the order in which they are given

CREATE TABLE pggit.links (child uuid, place int, parent uuid);

-- commit with parents as:
DECLARE
  id text := pggit.original('commit', p_branch_name, p_message);
  u uuid := gen_random_uuid();
BEGIN
  PERFORM pggit.refuse_unknown(p_parent_ids);
  INSERT INTO pggit.commit_ids VALUES (u, id, NULL);
  INSERT INTO pggit.links
  SELECT u, row_number() OVER (), p FROM (SELECT DISTINCT p FROM unnest(p_parent_ids) p ORDER BY p) q;
  RETURN u;
END
