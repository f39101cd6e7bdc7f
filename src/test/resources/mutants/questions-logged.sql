-- Each question for a version is written down.
-- family: versions of unusual tables
-- red: asking for a version writes nothing

CREATE TABLE pggit.questions (table_name text);
GRANT INSERT ON pggit.questions TO PUBLIC;
DO $$ BEGIN
  EXECUTE regexp_replace(replace(pg_get_functiondef('pggit.get_version(text)'::regprocedure), ' STABLE', ''),
                         '\nBEGIN\n', E'\nBEGIN\n  INSERT INTO pggit.questions VALUES (get_version.table_name);\n');
END $$;
