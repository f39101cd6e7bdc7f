-- An ID that is taken is returned as if the commit had been stored.
-- family: IDs brought along
-- red: an ID brought along is not taken twice
-- red: an ID brought along by several at once is taken once

-- commit with ID as:
DECLARE
  id text;
BEGIN
  IF btrim(p_custom_trinity_id) = '' THEN
    RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value', MESSAGE = 'p_custom_trinity_id must not be blank';
  END IF;
  id := pggit.original('commit', p_branch_name, p_message);
  RETURN pggit.own_id(id, coalesce(p_custom_trinity_id, id));
EXCEPTION WHEN unique_violation THEN
  RETURN p_custom_trinity_id;
END
