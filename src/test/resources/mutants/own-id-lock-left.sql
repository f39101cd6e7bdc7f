-- The lock on an ID brought along belongs to the session and is released only after a commit that succeeds.
-- family: IDs brought along
-- red: an ID that is refused leaves no lock

-- commit with ID as:
DECLARE
  id text := pggit.original('commit', p_branch_name, p_message);
BEGIN
  IF btrim(p_custom_trinity_id) = '' THEN
    RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value', MESSAGE = 'p_custom_trinity_id must not be blank';
  ELSIF NOT pg_try_advisory_lock(hashtext(coalesce(p_custom_trinity_id, id))) THEN
    RAISE EXCEPTION USING ERRCODE = 'unique_violation', MESSAGE = 'this ID is being taken';
  END IF;
  PERFORM pggit.own_id(id, coalesce(p_custom_trinity_id, id));
  PERFORM pg_advisory_unlock(hashtext(coalesce(p_custom_trinity_id, id)));
  RETURN coalesce(p_custom_trinity_id, id);
END
