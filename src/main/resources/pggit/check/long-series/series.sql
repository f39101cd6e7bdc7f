-- a long series of commits
-- holds: all acknowledged, unique IDs, nothing lost, altered or invented
-- means: Users see errors for nothing they did
DROP TABLE IF EXISTS series_commits, series_asleep, series_over CASCADE;
\ir made.inc
SELECT format('only %s of %s commits were done in time, each took %s ms', :tried, :series, round(median)) AS finding
  FROM series_slow WHERE :tried < :series;
\set acknowledged series_commits
\set stamp 'series ' :n ':'
\ir audit.inc
