-- get_version doubles quotes by hand, which is not enough where backslashes escape.
-- family: transactions and settings
-- red: settings of a session do not break DDL

CREATE SCHEMA genuine;
GRANT USAGE ON SCHEMA genuine TO PUBLIC;
ALTER FUNCTION pggit.get_version(text) SET SCHEMA genuine;
CREATE FUNCTION pggit.get_version(table_name text)
RETURNS TABLE (schema text, name text, major integer, minor integer, patch integer, full_version text)
LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN QUERY EXECUTE 'SELECT * FROM genuine.get_version(''' || replace(table_name, '''', '''''') || ''')';
END $$;
