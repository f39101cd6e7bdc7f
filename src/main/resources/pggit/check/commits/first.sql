-- a first commit on a new branch
-- severity: refusal
-- commits: may fail
-- holds: stored with its message under the ID returned
-- means: Whoever begins a branch by committing to it cannot rely on it
\set id ''
\if :{?branches_made}
\set others ' (all other checks make their branches ' :branches_made ')'
\else
\set others ''
\endif
\set ON_ERROR_STOP off
-- The branch is an expression: whose name can be read is made beforehand where a commit does not do that.
SELECT lab.commit('first-' || :'n', 'the first message ' || :'n') AS id \gset
\set failed :ERROR
SELECT 'the first commit of a new branch' || :'others' AS failed WHERE :failed;
\if :failed
SELECT lab.commit('first-' || :'n', 'the first message, once more');
\set again :ERROR
SELECT lab.commit('first-next-' || :'n', 'the next branch''s first message');
SELECT 'the same commit goes through when tried again, and so does the first one of the next branch:'
       ' whoever commits first gets an error for nothing' AS finding
 WHERE NOT :again AND NOT :ERROR;
\endif
\set ON_ERROR_STOP on
\if :failed
\else
\set message 'the first message ' :n
\ir kept.inc
\endif
