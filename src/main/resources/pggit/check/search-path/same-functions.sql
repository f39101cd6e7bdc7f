-- commits are not misled by functions of the same names
-- holds: committed and stored with functions like PostgreSQL's in a schema that comes first
-- means: Commits depend on how the session looks for names
\set schema impostor_:n
-- session admin
CREATE SCHEMA :schema;
GRANT ALL ON SCHEMA :schema TO PUBLIC;
-- Functions that a pgGit may well use, under the same names, of no use.
CREATE FUNCTION :schema.now() RETURNS timestamptz LANGUAGE sql AS $$ SELECT '1999-01-01'::timestamptz $$;
CREATE FUNCTION :schema.clock_timestamp() RETURNS timestamptz LANGUAGE sql AS $$ SELECT '1999-01-01'::timestamptz $$;
CREATE FUNCTION :schema.md5(text) RETURNS text LANGUAGE sql AS $$ SELECT 'impostor' $$;
CREATE FUNCTION :schema.gen_random_uuid() RETURNS uuid LANGUAGE sql
  AS $$ SELECT '00000000-0000-0000-0000-000000000000'::uuid $$;
CREATE FUNCTION :schema.btrim(text) RETURNS text LANGUAGE sql AS $$ SELECT 'impostor' $$;
CREATE FUNCTION :schema.nextval(regclass) RETURNS bigint LANGUAGE sql AS $$ SELECT 1::bigint $$;
SELECT coalesce(bool_or(prosecdef), false) AS owners FROM pg_proc
 WHERE pronamespace = to_regnamespace('pggit')
   AND strpos($call$lab.commit('', '')$call$, '.' || quote_ident(proname) || '(') > 0 \gset
-- session user
SET search_path = :schema, pg_catalog, public;
\set round 1
\ir commit-along-path.inc
-- With the caller's own rights it is the caller's own doing.
SELECT 'the session asked for it: a commit fails, or is not stored' AS unknown
 WHERE NOT :'owners' AND (:failed OR :stored = 0 OR lab.registered(:'id') <> 1);
-- session user
\set round 2
\ir commit-along-path.inc
SELECT 'the session asked for it: a second commit fails, or is not stored' AS unknown
 WHERE NOT :'owners' AND (:failed OR :stored = 0 OR lab.registered(:'id') <> 1);
