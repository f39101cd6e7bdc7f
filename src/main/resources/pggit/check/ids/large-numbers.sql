-- IDs stay unique when their numbers grow
-- holds: no ID twice up to a number of 12 digits
-- means: It works only as long as the history is small
-- session admin
SELECT coalesce(jsonb_object_agg(format('%I.%I', schemaname, sequencename), last_value), '{}') AS before
  FROM pg_sequences WHERE schemaname = 'pggit' OR schemaname LIKE 'pggit\_%' \gset
-- session user
SELECT lab.commit('large', 'which sequences move');
-- session admin
SELECT coalesce(array_agg(name), '{}') AS moving
  FROM pg_sequences, format('%I.%I', schemaname, sequencename) AS name
 WHERE (schemaname = 'pggit' OR schemaname LIKE 'pggit\_%')
   AND last_value IS DISTINCT FROM (:'before'::jsonb ->> name)::bigint \gset
SELECT 'commits move no sequence' AS inapplicable WHERE :'moving' = '{}';
-- As if there had been a hundred thousand, a million ... commits before.
\set fits true
\set seen {}
-- for each from in 998, 9998, 65534, 99998, 999998, 9999998, 16777214, 99999998, 2147483000,
--   4294967294, 9999999998, 999999999998
-- Four commits from there on, as long as numbers fit and nothing was found.
-- session admin
SELECT :'fits' AND min(seqmax) > :from + 100 AS fits
  FROM pg_sequence WHERE seqrelid = ANY (:'moving'::regclass[]) \gset
SELECT setval(s, :from) FROM unnest(:'moving'::regclass[]) AS s WHERE :'fits';
\set number :from
\set message 'large ' :number
-- session user
\ir next-number.inc
\ir next-number.inc
\ir next-number.inc
\ir next-number.inc
