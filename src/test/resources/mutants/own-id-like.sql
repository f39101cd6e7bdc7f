-- Whether an ID is taken is found out with ILIKE.
-- family: IDs brought along
-- red: an ID brought along is no pattern

-- commit with ID as:
DECLARE
  id text := pggit.original('commit', p_branch_name, p_message);
BEGIN
  IF btrim(p_custom_trinity_id) = '' THEN
    RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value', MESSAGE = 'p_custom_trinity_id must not be blank';
  ELSIF EXISTS (SELECT FROM pggit.trinity_ids t WHERE t.trinity_id ILIKE p_custom_trinity_id) THEN
    RAISE EXCEPTION USING ERRCODE = 'unique_violation', MESSAGE = 'this ID is in use already';
  END IF;
  RETURN pggit.own_id(id, coalesce(p_custom_trinity_id, id));
END
