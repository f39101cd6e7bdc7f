-- IDs do not depend on the session's random seed
-- holds: two sessions with the same seed get different IDs
-- means: IDs are made with random(). Whoever repeats a series of random numbers repeats IDs
-- session one: tests and samples set the seed, so that they can be repeated
SELECT lab.commit('seeded', 'before the seed ' || :'n') AS before_one \gset
SELECT setseed(0.25);
\set ON_ERROR_STOP off
SELECT lab.commit('seeded', 'after the seed ' || :'n') AS one \gset
SELECT 'a commit after setseed() fails with ' || :'LAST_ERROR_MESSAGE' AS unknown WHERE :ERROR;
\set ON_ERROR_STOP on
-- session two
SELECT lab.commit('seeded', 'before the seed, in another session ' || :'n') AS before_two \gset
SELECT setseed(0.25);
\set two ''
\set ON_ERROR_STOP off
SELECT lab.commit('seeded', 'after the seed, in another session ' || :'n') AS two \gset
\set failed :ERROR
\set ON_ERROR_STOP on
SELECT 'a commit after setseed() fails with ' || :'LAST_ERROR_MESSAGE' AS unknown
 WHERE :failed AND :'LAST_ERROR_SQLSTATE' <> '23505' AND :'LAST_ERROR_MESSAGE' !~ 'duplicate key';
SELECT 'after setseed() in two sessions the second one''s commit' AS failed WHERE :failed;
SELECT 'the same with a seed or without' AS inapplicable WHERE :'before_one' = :'before_two' AND NOT :failed;
SELECT 'after setseed() in two sessions both get the ID ' || :'one' AS finding WHERE :'one' = :'two' AND NOT :failed;
