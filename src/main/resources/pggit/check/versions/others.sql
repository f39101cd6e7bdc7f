-- a commit sees the DDL of other sessions
-- holds: what a commit keeps of the tables told of another session's ALTER TABLE
-- means: The commit records tables as they were, not as they are
\set table state_ :n
CREATE TABLE :table (id int);
\set rows '[]'
ALTER TABLE :table ADD COLUMN own1 int;
\ir state.inc
\ir state.inc
ALTER TABLE :table ADD COLUMN own2 int;
\ir state.inc
\ir state.inc
ALTER TABLE :table ADD COLUMN own3 int;
\ir state.inc
\ir state.inc
-- Columns that stay while no table changes, and change when one does, tell the tables' state.
SELECT coalesce(array_agg(key), '{}') AS telling, string_agg(key, ', ') AS told
  FROM (SELECT key FROM jsonb_array_elements(:'rows') WITH ORDINALITY AS r (commit, i), jsonb_each_text(commit) AS c
         GROUP BY key
        HAVING count(DISTINCT value) = 3
           AND count(*) = 6 AND count(DISTINCT ((i - 1) / 2, value)) = 3) AS k \gset
SELECT 'commits keep nothing of the tables' AS inapplicable WHERE :'telling' = '{}';
-- session other
ALTER TABLE :table ADD COLUMN other int;
-- session user
\ir state.inc
SELECT format('after an ALTER TABLE of its own a session''s next commit has another %s, after one of another session it '
              'has the same', :'told') AS finding
 WHERE NOT EXISTS (SELECT FROM unnest(:'telling'::text[]) AS key
                    WHERE (:'rows'::jsonb -> -1 -> key) IS DISTINCT FROM (:'rows'::jsonb -> -2 -> key));
-- session other
BEGIN;
ALTER TABLE :table ADD COLUMN late int;
-- session user beside
CREATE TABLE state_beside_:n (id int);
\ir state.inc
-- session other: one that waits for the other's DDL is named elsewhere
\set waited :waits
COMMIT;
-- session user
\ir state.inc
SELECT format('an ALTER TABLE that was still open when a commit was made, and has ended since, changes nothing in the next '
              'commit''s %s', :'told') AS finding
 WHERE NOT :waited AND NOT EXISTS (SELECT FROM unnest(:'telling'::text[]) AS key
                    WHERE (:'rows'::jsonb -> -1 -> key) IS DISTINCT FROM (:'rows'::jsonb -> -2 -> key));
