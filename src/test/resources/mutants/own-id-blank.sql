-- An empty ID brought along is one.
-- family: IDs brought along
-- red: a blank ID brought along is refused

-- commit with ID as:
DECLARE
  id text := pggit.original('commit', p_branch_name, p_message);
BEGIN
  RETURN pggit.own_id(id, coalesce(p_custom_trinity_id, id));
END
