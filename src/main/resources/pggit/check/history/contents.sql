-- a commit contains the tables as they are
-- holds: commits have the tables there were, and keep them
-- means: Nobody can tell from a commit what the schema was
\set one held_one_ :n z
-- No name of one table begins as another's.
\set two held_two_ :n z
\set third held_third_ :n z
CREATE TABLE :one (id int);
CREATE TABLE :two (id int);
CREATE TABLE :third (id int);
\ir held.inc
\set first :commit
\ir held.inc
-- session admin
-- Where the tables of both commits are named: beside a column of the commit, or of what stands for its tables. Small numbers
-- are alike by chance, a tree's and a version's: so columns of one name come first.
CREATE FUNCTION named_:n(value text, name text) RETURNS boolean LANGUAGE sql AS $f$
  SELECT CASE WHEN value ~ '^[[{]' THEN value ~ ('"([^"]*\.)?' || name || '"')
              ELSE replace(value, '"', '') = name OR replace(value, '"', '') LIKE '%.' || name END $f$;
SELECT coalesce(relation, '') AS relation, link, key, col
  FROM (SELECT) AS one LEFT JOIN LATERAL (SELECT relation, link, key, col FROM (SELECT relation, l.key AS link, k.key, t.key AS col, k.commit, o.name
          FROM (SELECT relation, row FROM lab.rows() AS r) AS r, unnest(ARRAY[:'one', :'two']) AS o (name),
               LATERAL jsonb_each_text(row) AS t, jsonb_each_text(row) AS l,
               (SELECT 1, * FROM jsonb_each_text(:'first') UNION ALL SELECT 2, * FROM jsonb_each_text(:'commit')) AS k (commit)
         WHERE named_:n(t.value, o.name) AND l.value = k.value AND k.key !~ 'parent'
           AND (k.key ~ 'tree|snapshot|state|root' OR :'first'::jsonb ->> k.key <> :'commit'::jsonb ->> k.key)) AS p
 GROUP BY 1, 2, 3, 4 HAVING count(DISTINCT (commit, name)) = 4
 ORDER BY link <> key, strpos(link, key) = 0, 1, 3, 2, 4 LIMIT 1) AS place ON true \gset
SELECT 'it cannot be read which tables a commit contains' AS inapplicable WHERE :'relation' = '';
SELECT format($create$CREATE FUNCTION held_%1$s(commit jsonb, name text) RETURNS SETOF jsonb LANGUAGE sql AS $f$
                  SELECT to_jsonb(t) FROM %2$s AS t
                   WHERE to_jsonb(t) ->> %3$L = commit ->> %4$L AND named_%1$s(to_jsonb(t) ->> %5$L, name) $f$ $create$,
              :'n', :'relation', :'link', :'key', :'col') \gexec
\set of_first '(SELECT coalesce(jsonb_agg(to_jsonb(t) ORDER BY to_jsonb(t)), ''[]'') FROM ' :relation ' AS t WHERE to_jsonb(t) ->> '
SELECT :of_first :'link' = :'first'::jsonb ->> :'key') AS before \gset

-- session user
BEGIN;
CREATE TABLE held_never_:n (id int);
ROLLBACK;
BEGIN;
SAVEPOINT before;
CREATE TABLE held_undone_:n (id int);
ROLLBACK TO SAVEPOINT before;
\ir made.inc
COMMIT;
\ir row.inc
SELECT 'a commit has a table whose CREATE was rolled back' AS finding FROM held_:n(:'commit', 'held_never_' || :'n');
SELECT 'a commit has a table rolled back to a savepoint before it' AS finding
  FROM held_:n(:'commit', 'held_undone_' || :'n');
\ir held.inc
SELECT 'a table that nobody changed is missing from a commit' AS finding
 WHERE NOT EXISTS (SELECT FROM held_:n(:'commit', :'one'));

-- session user
\set renamed held_renamed_ :n z
ALTER TABLE :one RENAME TO :renamed;
DROP TABLE :two;
\ir held.inc
SELECT 'after ALTER TABLE ... RENAME a commit lacks the table''s new name' AS finding
 WHERE NOT EXISTS (SELECT FROM held_:n(:'commit', :'renamed'));
SELECT 'after ALTER TABLE ... RENAME a commit still has the table''s old name' AS finding FROM held_:n(:'commit', :'one');
SELECT 'a commit still has a table that was dropped before' AS finding FROM held_:n(:'commit', :'two');

-- session other
CREATE TABLE held_others_:n (id int);
-- session user
BEGIN;
CREATE TABLE held_own_:n (id int);
\ir made.inc
COMMIT;
\ir row.inc
SELECT 'a commit lacks a table that another session created before' AS finding
 WHERE NOT EXISTS (SELECT FROM held_:n(:'commit', 'held_others_' || :'n'));
SELECT 'a commit lacks a table created before it in its own transaction' AS finding
 WHERE NOT EXISTS (SELECT FROM held_:n(:'commit', 'held_own_' || :'n'));
-- session user
BEGIN;
CREATE TABLE held_early_:n (id int);
\ir made.inc
CREATE TABLE held_between_:n (id int);
\ir made.inc
COMMIT;
\ir row.inc
SELECT 'a commit lacks a table created since an earlier commit of its transaction' AS finding
 WHERE NOT EXISTS (SELECT FROM held_:n(:'commit', 'held_between_' || :'n'));

-- DDL that is open while a commit is made is in the next one and not in that.
-- session other
BEGIN;
CREATE TABLE held_late_:n (id int);
-- session user beside
CREATE TABLE held_beside_:n (id int);
\ir made.inc
-- session other: one that waits for the other's DDL is named elsewhere
\set waited :waits
COMMIT;
-- session user
SELECT 1;
\ir row.inc
SELECT 'a commit gets a table whose transaction ended only after the commit' AS finding
  FROM held_:n(:'commit', 'held_late_' || :'n') WHERE NOT :waited;
\ir held.inc
SELECT 'a commit lacks a table whose CREATE was open when an earlier commit was made' AS finding
 WHERE NOT EXISTS (SELECT FROM held_:n(:'commit', 'held_late_' || :'n'));

-- Whoever drops a table without seeing its last version is refused, or it is gone.
-- session user
CREATE TABLE held_stale_:n (id int);
-- session other
BEGIN ISOLATION LEVEL REPEATABLE READ;
SELECT 1; -- from now on it sees nothing new
-- session user
ALTER TABLE held_stale_:n ADD COLUMN later int;
-- session other
\set ON_ERROR_STOP off
DROP TABLE held_stale_:n;
COMMIT;
\set ON_ERROR_STOP on
\ir held.inc
SELECT 'a commit still has a table that was dropped in REPEATABLE READ, with a snapshot older than its last change'
       AS finding
  FROM held_:n(:'commit', 'held_stale_' || :'n') WHERE to_regclass('held_stale_' || :'n') IS NULL;

\ir held.inc
SELECT count(*) AS before_move FROM held_:n(:'commit', :'third') \gset
-- session user
CREATE SCHEMA held_in_:n;
ALTER TABLE :third SET SCHEMA held_in_:n;
\ir held.inc
SELECT 'after ALTER TABLE ... SET SCHEMA a commit has the table ' || CASE count(*) WHEN 0 THEN 'no more' ELSE count(*) || ' times' END
       AS finding
  FROM held_:n(:'commit', :'third') WHERE :before_move = 1 HAVING :before_move = 1 AND count(*) <> 1;

-- session user
\set same held_same_ :n
CREATE TABLE :same (id int);
\ir held.inc
SELECT count(*) = 1 AND bool_and(h ->> :'col' !~ '^[[{]') AS once FROM held_:n(:'commit', :'same') AS h \gset
-- session user
CREATE SCHEMA a_first_:n;
CREATE TABLE a_first_:n.:same (id int);
CREATE SCHEMA z_last_:n;
CREATE TABLE z_last_:n.:same (id int);
\ir held.inc
SELECT 'of three tables with one name in three schemas a commit has ' || count(*) AS finding
  FROM held_:n(:'commit', :'same') HAVING :'once' AND count(*) <> 3;

-- session user
ALTER TABLE :renamed ADD COLUMN c0 int;
\ir held.inc
\ir tells.inc
\set told :tells
-- Past 9 and 10, where numbers compared as text go wrong.
-- session user
SELECT format('ALTER TABLE %I ADD COLUMN c%s int', :'renamed', i) FROM generate_series(1, 11) AS i \gexec
\ir held.inc
\ir tells.inc
SELECT 'after 12 changes of a table a commit has another version of it than get_version' AS finding
 WHERE :'told' AND NOT :'tells';

-- Where a commit has the types of columns they are the whole types: as declared, or as the catalog has them.
-- session user
CREATE TABLE held_typed_:n (typed varchar(1717));
\ir held.inc
SELECT 'a commit has the type of a column without its length' AS finding
  FROM held_:n(:'commit', 'held_typed_' || :'n') AS h
HAVING string_agg(h::text, ' ') ~ 'varchar|character varying' AND string_agg(h::text, ' ') !~ '1717|1721';

-- What an earlier commit says does not depend on what becomes of its tables; "is the latest" may change.
SELECT :of_first :'link' = :'first'::jsonb ->> :'key') AS after \gset
SELECT format('what %s tells of an earlier commit changes when its tables do (column %s)', replace(:'relation', '"', ''), key)
       AS finding
  FROM (SELECT key, array_agg(value ORDER BY value) FILTER (WHERE at = 1) AS before,
               array_agg(value ORDER BY value) FILTER (WHERE at = 2) AS after
          FROM (SELECT 1, r FROM jsonb_array_elements(:'before') AS r
                UNION ALL SELECT 2, r FROM jsonb_array_elements(:'after') AS r) AS r (at, r), jsonb_each_text(r.r)
         GROUP BY key) AS k
 WHERE before IS DISTINCT FROM after AND NOT before <@ ARRAY['true', 'false'] ORDER BY key LIMIT 1;
