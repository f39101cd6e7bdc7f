-- the log of a branch has its commits and no others
-- holds: each of 6 branches has its own commits
-- means: Whoever reads the history of a branch reads another's
\ir logs.inc
\set ON_ERROR_STOP off
SELECT format(:'log', :'n', b, format('entry%sy%sz', :'n', row_number() OVER ()))
  FROM unnest(ARRAY['log_of' || :'n' || '_%', 'log_of' || :'n' || '_x', 'log_of' || :'n' || 'xx',
                    'log_of' || :'n' || '_x/y', 'LOG_OF' || :'n' || '_X', '%']) AS b, generate_series(1, 2) \gexec
\set ON_ERROR_STOP on
WITH listed AS (
  SELECT b.branch AS of, l.log, l.entry FROM (SELECT DISTINCT branch FROM logged_:n) AS b, logs_:n(b.branch) AS l
   WHERE l.log = ANY (:'logs'::text[]))
SELECT DISTINCT format('%s of branch "%s" lists commits of branch "%s"', l.log, l.of, m.branch) AS finding
  FROM listed AS l JOIN logged_:n AS m ON m.branch <> l.of AND strpos(l.entry, m.message) > 0
UNION ALL
SELECT DISTINCT format('%s of branch "%s" leaves commits out', log, m.branch)
  FROM logged_:n AS m, unnest(:'logs'::text[]) AS log
 WHERE NOT EXISTS (SELECT FROM listed AS l WHERE l.of = m.branch AND l.log = log AND strpos(l.entry, m.message) > 0)
UNION ALL
SELECT DISTINCT log || ' lists commits for a branch that does not exist'
  FROM logs_:n('never-logged-' || :'n') WHERE log = ANY (:'logs'::text[])
UNION ALL
SELECT format('%s has %s rows for 3 commits', log, count(*))
  FROM listed WHERE of = 'logged-' || :'n' GROUP BY log HAVING count(*) <> 3;
