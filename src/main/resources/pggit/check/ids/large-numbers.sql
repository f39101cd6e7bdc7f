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
\set number 998 \ir from-number.inc
\set number 9998 \ir from-number.inc
\set number 65534 \ir from-number.inc
\set number 99998 \ir from-number.inc
\set number 999998 \ir from-number.inc
\set number 9999998 \ir from-number.inc
\set number 16777214 \ir from-number.inc
\set number 99999998 \ir from-number.inc
\set number 2147483000 \ir from-number.inc
\set number 4294967294 \ir from-number.inc
\set number 9999999998 \ir from-number.inc
\set number 999999999998 \ir from-number.inc
