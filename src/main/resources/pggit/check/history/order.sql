-- the log of a branch is in the order of its commits
-- holds: one direction, also where transactions overlap
-- means: What the log shows as the latest commit is not the latest
\ir logs.inc
-- session one
\ir entry.inc
-- session other
\ir entry.inc
-- session one
\ir entry.inc
-- session other
\ir entry.inc
-- session early: its transaction is older than a commit that it sees
BEGIN;
SELECT count(*) FROM lab.commits() AS c;
-- session one
\ir entry.inc
-- session early
\ir entry.inc
\ir entry.inc
COMMIT;
-- session one
\ir entry.inc
-- session user
WITH placed AS (
  SELECT log, number, min(place) AS place FROM logged_:n CROSS JOIN unnest(:'logs'::text[]) AS log
    LEFT JOIN logs_:n('logged-' || :'n') AS l USING (log)
   WHERE strpos(l.entry, message) > 0 GROUP BY log, number),
compared AS (SELECT log, number, sign(place - lag(place) OVER (PARTITION BY log ORDER BY number)) AS step FROM placed)
SELECT log || CASE WHEN count(*) < 11 THEN ' leaves commits out'
                   WHEN count(DISTINCT step) FILTER (WHERE number <= 3) > 1 THEN ' lists commits in no order'
                   WHEN count(DISTINCT step) FILTER (WHERE number <= 7) > 1
                     THEN ' is out of order where two sessions commit in turn'
                   ELSE ' is out of order where a transaction began before another''s commit and made its own commits after it'
              END AS finding
  FROM compared GROUP BY log HAVING count(*) < 11 OR count(DISTINCT step) > 1;
