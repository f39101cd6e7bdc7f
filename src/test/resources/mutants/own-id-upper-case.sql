-- An ID brought along is written in capitals.
-- family: IDs brought along
-- red: an ID brought along is the commit's ID

-- commit with ID as:
DECLARE
  id text := pggit.original('commit', p_branch_name, p_message);
BEGIN
  IF btrim(p_custom_trinity_id) = '' THEN
    RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value', MESSAGE = 'p_custom_trinity_id must not be blank';
  END IF;
  RETURN pggit.own_id(id, coalesce(upper(p_custom_trinity_id), id));
END
