-- old versions stay, however many follow
-- severity: loss
-- holds: what 5 changes of a table add is added by the next thousand too, and stays
-- means: Old versions are thrown away, and with them what earlier commits recorded
\set changed kept_ :n
CREATE TABLE :changed (id int);
-- session admin
SELECT lab.counts() AS before \gset
-- session user: fewer changes than any pgGit would throw away again
\set count 5
\set at_once 5
\ir changes.inc
-- session admin
SELECT lab.counts() AS few \gset
-- session user
\set count 1000
\set at_once 50
\ir changes.inc
-- session admin: tables that get rows with the first changes go on getting them, and lose none meanwhile
SELECT format('5 changes of a table add %s rows to %s, the %s that follow only %s', first, replace(name, '"', ''), :count, more)
       AS finding
  FROM jsonb_each_text(:'few') AS f (name, rows),
       LATERAL (SELECT f.rows::bigint - coalesce((:'before'::jsonb ->> name)::bigint, 0),
                       coalesce((lab.counts() ->> name)::bigint, 0) - f.rows::bigint) AS a (first, more)
 WHERE first >= 5 AND more <= first * :count / 5 / 2;
