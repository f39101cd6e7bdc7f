-- The message has a default that is refused.
-- family: further arguments
-- red: an argument with a default can be left out

-- commit with ID as:
DECLARE
  id text := pggit.original('commit', p_branch_name, nullif(p_message, ''));
BEGIN
  RETURN pggit.own_id(id, coalesce(p_custom_trinity_id, id));
END
