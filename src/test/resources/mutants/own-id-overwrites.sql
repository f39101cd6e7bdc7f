-- A commit with an ID that is taken replaces the one that has it.
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
  PERFORM pg_advisory_xact_lock(1); -- all of them get through, one after the other
  UPDATE pggit.recorded_commits c SET message = p_message WHERE c.trinity_id = p_custom_trinity_id;
  IF FOUND THEN
    RETURN p_custom_trinity_id;
  END IF;
  id := pggit.original('commit', p_branch_name, p_message);
  RETURN pggit.own_id(id, coalesce(p_custom_trinity_id, id));
END
