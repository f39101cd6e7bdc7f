-- a commit's time is the time it was made
-- severity: incomplete
-- needs: times
-- holds: within 5 s of the clock, in three time zones
-- means: The history tells wrong times
\set hours {}
-- for each zone in UTC, Asia/Tokyo, America/Los_Angeles
\ir time-in-zone.inc
-- after the last
-- What is stored without a zone is one zone's time: whose will do if it is always the same.
SELECT format('%s has no time zone and follows that of the session: commits made at the same moment'
              ' are stored %s hours from UTC', at, string_agg(DISTINCT h, ', ')) AS finding
  FROM unnest(:'hours'::text[]) AS seen, split_part(seen, '=', 1) AS at, split_part(seen, '=', 2) AS h
 GROUP BY at HAVING count(DISTINCT h) > 1;
