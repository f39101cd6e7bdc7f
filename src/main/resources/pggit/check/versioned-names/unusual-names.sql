-- tables with unusual names have versions
-- needs: versions
-- holds: 12 names, from mixed case to 63 characters
-- means: Tables whose names need quotes cannot be used with pgGit
CREATE TABLE names_:n (name text, at text, version text);
-- As far as the database's encoding has them.
\set ON_ERROR_STOP off
\set u u
\set letters plain
SELECT convert_from('\xc3bc', 'UTF8') AS u \gset
SELECT convert_from('\xc3bcc3b1c3af5ff09f9098', 'UTF8') AS letters \gset

-- Asked for by the name as it is and quoted as an identifier, since no contract says which; the other may be refused.
SELECT format($$CREATE TABLE %I ("col umn" int, "Q""uote" text DEFAULT 'it''s %%', %I int)$$, name, :'u'),
       format($$SELECT 'CREATE TABLE ' || %L AS failed WHERE to_regclass(%1$L) IS NULL$$, quote_ident(name)),
       format($$INSERT INTO names_%s SELECT %L, 'created', lab.version('public', %2$L)$$, :'n', name),
       format($$INSERT INTO names_%s SELECT %L, 'created', lab.version('public', %L)$$, :'n', name, quote_ident(name)),
       format($$ALTER TABLE %I ADD COLUMN more int$$, name),
       format($$SELECT 'ALTER TABLE ' || %L AS failed FROM pg_class WHERE oid = to_regclass(%1$L)
                   AND NOT EXISTS (SELECT FROM pg_attribute WHERE attrelid = oid AND attname = 'more')$$,
              quote_ident(name)),
       format($$INSERT INTO names_%s SELECT %L, 'altered', lab.version('public', %2$L)$$, :'n', name),
       format($$INSERT INTO names_%s SELECT %L, 'altered', lab.version('public', %L)$$, :'n', name, quote_ident(name)),
       format($$INSERT INTO names_%s SELECT %L, 'not altered' FROM pg_class WHERE oid = to_regclass(%L)
                   AND NOT EXISTS (SELECT FROM pg_attribute WHERE attrelid = oid AND attname = 'more')$$,
              :'n', name, quote_ident(name)),
       format($$INSERT INTO names_%s SELECT %L, 'not created' WHERE to_regclass(%L) IS NULL$$,
              :'n', name, quote_ident(name)),
       format($$DROP TABLE IF EXISTS %I$$, name),
       format($$SELECT 'DROP TABLE ' || %L AS failed WHERE to_regclass(%1$L) IS NOT NULL$$, quote_ident(name))
  FROM (VALUES ('MixedCase'), ('with space'), ('with"quote'), ('it''s'), ('per%cent%s'), ('dot.ted'), ('select'),
               (:'letters'), ('back\slash'), ('$1'), (repeat('n', 62) || '1'), (repeat('n', 62) || '2')
       ) AS t (name) \gexec
\set ON_ERROR_STOP on
SELECT CASE WHEN created IS NULL THEN format('table %I has no version', name)
            ELSE format('ALTER TABLE %I leaves its version at %s', name, created) END AS finding,
       CASE WHEN created IS NOT NULL THEN 'VERSION_STAYS' END AS symptom
  FROM (SELECT name, max(version) FILTER (WHERE at = 'created' AND version <> 'none') AS created,
               coalesce(max(version) FILTER (WHERE at = 'altered' AND version <> 'none'), 'none') AS altered,
               bool_or(at = 'not created') AS failed, bool_or(at = 'not altered') AS stayed
          FROM names_:n GROUP BY name) AS t
 WHERE NOT failed AND (created IS NULL OR (NOT stayed AND NOT lab.after(altered, created)));
