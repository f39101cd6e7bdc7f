-- a branch points to its latest commit
-- holds: what names the latest commit does, whatever was rolled back or done at once
-- means: Whoever goes on from there builds upon the wrong commit
\set branch headed- :n
\set other headed-other- :n
\set places '[]'
\set commit '{}'
\ir place.inc
\ir place.inc
-- A column that went along with both commits, which says in the row of a branch which one is its latest.
SELECT coalesce(p ->> 0, '') AS relation, p ->> 1 AS name, p ->> 2 AS head, p ->> 3 AS key
  FROM (SELECT) AS one LEFT JOIN LATERAL (
         SELECT p FROM jsonb_array_elements(:'places') AS p GROUP BY p HAVING count(*) = 2
          ORDER BY p ->> 3 IN (SELECT attname FROM lab.id_columns() AS i) DESC, p LIMIT 1) AS place ON true \gset
SELECT 'no table says which commit is a branch''s latest' AS inapplicable WHERE :'relation' = '';
-- session user
SELECT lab.commit(:'other', 'the other branch');
SELECT lab.commit(:'branch', 'the latest') AS id, 'the latest' AS message \gset
SELECT lab.commit(:'other', 'the other branch again');
\set when 'after commits on another branch'
\ir shows.inc
-- session second
SELECT lab.commit(:'branch', 'by another session') AS id, 'by another session' AS message \gset
\set when 'after a commit of another session'
\ir shows.inc
-- session user
BEGIN;
SELECT lab.commit(:'branch', 'rolled back');
ROLLBACK;
\set when 'after a commit that was rolled back'
\ir shows.inc
-- session user
BEGIN;
SELECT lab.commit(:'branch', 'the first of a transaction') AS id, 'the first of a transaction' AS message \gset
SAVEPOINT before;
SELECT lab.commit(:'branch', 'rolled back to a savepoint');
ROLLBACK TO SAVEPOINT before;
COMMIT;
\set when 'after a commit that was rolled back to a savepoint'
\ir shows.inc
-- After commits at once it has to be one that no other follows.
-- session user
CREATE TABLE heads_:n (session int, number int GENERATED ALWAYS AS IDENTITY, message text, id text);
\set branch headed-at-once- :n
SELECT lab.commit(:'branch', 'there');
-- session crowd of 6
\set ON_ERROR_STOP off
SELECT format('INSERT INTO heads_%1$s (session, message, id) SELECT %2$s, %3$L, lab.commit(%4$L, %3$L)',
              :'n', :i, format('session %s, commit %s', :i, c), :'branch') FROM generate_series(1, 4) AS c \gexec
-- session admin
WITH made AS (
  SELECT session, number, lab.row(h.id, h.message) AS commit FROM heads_:n AS h),
followed AS (
  SELECT c.value FROM made, jsonb_each_text(commit) AS c (key, value) WHERE c.key ~ 'parent' AND value IS NOT NULL
  UNION SELECT commit ->> :'key' FROM made m WHERE number < (SELECT max(number) FROM made n WHERE n.session = m.session))
SELECT format('after commits of %s sessions at once %s.%s %s', :sessions, replace(:'relation', '"', ''), :'head',
              CASE WHEN count(h) = 0 THEN 'names none' ELSE 'names a commit that others follow' END) AS finding
  FROM (SELECT to_jsonb(t) ->> :'head' FROM :relation AS t WHERE to_jsonb(t) ->> :'name' = :'branch') AS r (h)
 WHERE (SELECT count(*) FROM made) = 4 * :sessions -- what fails among others is named elsewhere
HAVING count(h) = 0 OR max(h) IN (SELECT value FROM followed);
