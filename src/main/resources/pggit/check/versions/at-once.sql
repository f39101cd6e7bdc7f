-- DDL at once on different tables loses no version
-- needs: versions
-- holds: 10 sessions, 5 changes each: the same versions as alone
-- means: Migrations that run at the same time fail or go unrecorded
-- session crowd of 10
\set table at_once_ :n _ :i
\ir changed.inc
-- session user
\set table at_once_ :n _alone
\ir changed.inc
SELECT lab.version('public', :'table') AS alone \gset
SELECT 'a table that was just created has no version' AS unknown WHERE :'alone' = 'none';
SELECT format('a table changed 5 times beside others has version %s, alone %s', version, :'alone') AS finding
  FROM (SELECT lab.version('public', name)
          FROM generate_series(1, :sessions) AS i, LATERAL (SELECT 'at_once_' || :'n' || '_' || i) AS t (name)
         WHERE to_regclass(name) IS NOT NULL
           AND (SELECT count(*) FROM pg_attribute WHERE attrelid = to_regclass(name) AND attnum > 0) = 6) AS v (version)
 WHERE version <> :'alone' AND cardinality(lab.numbers(:'alone')) <> 1;
