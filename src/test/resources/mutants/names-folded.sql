-- get_version looks for names in lower case.
-- family: versions of unusual tables
-- red: tables with unusual names have versions

CREATE SCHEMA genuine;
GRANT USAGE ON SCHEMA genuine TO PUBLIC;
ALTER FUNCTION pggit.get_version(text) SET SCHEMA genuine;
CREATE FUNCTION pggit.get_version(table_name text)
RETURNS TABLE (schema text, name text, major integer, minor integer, patch integer, full_version text)
LANGUAGE sql STABLE SECURITY INVOKER AS $$ SELECT * FROM genuine.get_version(lower(btrim($1, '"'))) $$;
