-- a commit's parent is the one before it on its branch
-- severity: incomplete
-- needs: parents
-- holds: 12 commits on 2 branches, alternating, by one session and by two: two chains
-- means: Walking back a branch's history leads to other commits or ends too early
\set a chain-a-:n
\set b chain-b-:n
\set where ''
\set from 1 \set to 6
\ir links.inc
\ir chains.inc

-- All commits have the same time.
\set a chain-one-a-:n
\set b chain-one-b-:n
\set where ' (commits of one transaction)'
BEGIN;
\ir links.inc
COMMIT;
\ir chains.inc

-- Numbers that sessions draw in advance are not in the order of the commits.
\set a chain-two-a-:n
\set b chain-two-b-:n
\set where ' (commits of two sessions in turn)'
-- for each from in 1, 3, 5
\set to :from
\ir links.inc
-- session other
SELECT :from + 1 AS from, :from + 1 AS to \gset
\ir links.inc
-- session user
-- after the last
\ir chains.inc
