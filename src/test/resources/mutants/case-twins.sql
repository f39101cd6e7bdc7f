-- get_version takes a table in capitals for the one asked for.
-- family: versions of unusual tables
-- red: tables whose names differ only in case are two tables

CREATE SCHEMA genuine;
GRANT USAGE ON SCHEMA genuine TO PUBLIC;
ALTER FUNCTION pggit.get_version(text) SET SCHEMA genuine;
CREATE FUNCTION pggit.get_version(table_name text)
RETURNS TABLE (schema text, name text, major integer, minor integer, patch integer, full_version text)
LANGUAGE sql STABLE SECURITY INVOKER AS $$ SELECT * FROM genuine.get_version(upper($1)) UNION ALL SELECT * FROM genuine.get_version($1) $$;
