-- there are enough IDs
-- holds: 300 IDs differ, and contain a number that grows or enough that is random
-- means: A large history gets duplicate IDs, or commits that fail
\set ids {}
-- for each i in 1..300
\set message 'sample ' :i ' of ' :n
SELECT :'ids'::text[] || lab.commit(:'message', 'sample', :'message') AS ids \gset
-- after the last
SELECT format('among 300 commits in a row only %s IDs differ: an ID does not lead to one commit', count(DISTINCT id))
       AS finding
  FROM unnest(:'ids'::text[]) AS made (id) HAVING count(DISTINCT id) < 300;
-- A counter or a clock grows from commit to commit, and so does the ID from there to its end.
WITH made AS (SELECT id, lag(id) OVER (ORDER BY i) AS before
                FROM unnest(:'ids'::text[]) WITH ORDINALITY AS m (id, i)),
     places AS (SELECT bool_and(substr(id, at) COLLATE "C" > substr(before, at)) AS grows,
                       ln(count(DISTINCT substr(id, at, 1))) / ln(2::float8) AS bits
                  FROM made, generate_series(1, length(id)) AS at GROUP BY at),
     random AS (SELECT sum(bits) AS bits, 1.1774 * 2 ^ (sum(bits) / 2) AS half FROM places HAVING NOT bool_or(grows))
SELECT format('IDs such as %s hold no number that grows and only about %s random bits: with %s commits a duplicate is '
              'as likely as not', example, round(bits), to_char(half, 'FM999,999,999')) AS finding
  FROM random, (SELECT min(id) AS example FROM made
                HAVING count(DISTINCT id) = 300 AND min(length(id)) = max(length(id))) AS all_differ
 WHERE half <= 5e6;
