-- a long series of commits
-- holds: all acknowledged, unique IDs, nothing lost, altered or invented
-- means: Users see errors for nothing they did
-- session admin
DROP TABLE IF EXISTS series_commits, series_asleep, series_over CASCADE;
\ir made.inc
SELECT (SELECT sum(millis) FROM series_commits) > :seconds * 500 AS computes,
       format('only %s of %s commits were done in time, each took %s ms', :tried, :series, round(median)) AS late
  FROM series_slow \gset
SELECT :'late' AS finding WHERE :tried < :series AND :'computes';
\set acknowledged series_commits
\set stamp 'series ' :n ':'
\ir audit.inc
SELECT :'late' || ', network and disk took the rest' AS unknown
 WHERE :tried < :series AND NOT :'computes' AND :failures = 0 AND :'wrong' !~ '[1-9]';
