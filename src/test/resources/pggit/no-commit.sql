-- pgGit 0.1.0 has versions and no commits.
CREATE SCHEMA pggit;
CREATE TABLE pggit.objects (full_name text PRIMARY KEY, version integer NOT NULL);
CREATE FUNCTION pggit.get_version(p_object_name text) RETURNS TABLE (version integer)
LANGUAGE sql AS $$ SELECT version FROM pggit.objects WHERE full_name = p_object_name $$;
CREATE FUNCTION pggit.begin_commit_review() RETURNS void LANGUAGE sql AS '';
