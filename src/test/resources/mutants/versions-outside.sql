-- Versions are counted outside of the transaction.
-- family: versions
-- red: a version's numbers and its text agree
-- red: rolled-back DDL leaves versions alone
-- red: a table created again has a version that is not lower

CREATE SEQUENCE pggit.counter;
CREATE OR REPLACE FUNCTION pggit.get_version(table_name text)
RETURNS TABLE (schema text, name text, major integer, minor integer, patch integer, full_version text)
LANGUAGE plpgsql STABLE SECURITY DEFINER AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY SELECT r.schema_name, r.table_name, 1, 0, 0, '1.0.' || (pg_sequence_last_value(('pggit."v_' || r.relid || '"')::regclass))
    FROM pggit.relations r WHERE r.table_name = get_version.table_name;
END $$;
-- version as:
BEGIN
  PERFORM pggit.original_version(table_oid, created, only_if_changed);
  IF NOT created OR to_regclass('pggit."v_' || table_oid || '"') IS NULL THEN
    EXECUTE 'CREATE SEQUENCE IF NOT EXISTS pggit."v_' || table_oid || '"';
  END IF;
  PERFORM nextval(('pggit."v_' || table_oid || '"')::regclass);
END
