-- a commit does not sleep
-- severity: cost
-- holds: never seen asleep during a long series
-- means: It waits for nothing
\ir made.inc
SELECT format('pgGit was seen asleep (pg_sleep) %s times during %s commits', sum(times), (SELECT count(*) FROM series_commits))
       AS finding
  FROM series_asleep HAVING sum(times) > 0;
