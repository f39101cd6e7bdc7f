-- a commit goes through while many others are at work
-- holds: the others, half as many again as commit at once elsewhere, were each in a statement
-- means: It has nothing to do with pgGit what they do. On a busy server users are refused
SELECT lab.commit('among-many', 'there');
-- session crowd of 1000: so many are never let in
SELECT :i > 1 AS other \gset
\if :other
\set ON_ERROR_STOP off
\endif
SELECT pg_sleep(CASE WHEN :i = 1 THEN 0.4 ELSE 0.9 END);
SELECT lab.commit('among-many', 'beside them') WHERE :i = 1;
