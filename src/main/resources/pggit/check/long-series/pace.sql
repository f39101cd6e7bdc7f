-- no commit takes much longer than the others
-- severity: cost
-- holds: none of a long series, or few and without a pattern
-- means: Users wait for no reason they can see
\ir made.inc
SELECT format('every %sth commit takes %s ms, the others %s ms', step,
              (SELECT round(percentile_cont(0.5) WITHIN GROUP (ORDER BY millis)) FROM series_commits
                WHERE number >= first AND (number - first) % step = 0), round(median::numeric, 2)) AS finding
  FROM series_slow, series_rhythm(slow, tried, 3) WHERE step > 0;
SELECT format('%s of %s commits take more than 40 ms longer than the median, %s ms, without a pattern: the machine may be busy',
              cardinality(slow), tried, round(median::numeric, 2)) AS unknown
  FROM series_slow, series_rhythm(slow, tried, 3) WHERE step IS NULL AND cardinality(slow) > greatest(3, tried / 50);
