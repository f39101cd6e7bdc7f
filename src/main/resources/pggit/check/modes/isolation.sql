-- commits work in stricter isolation levels
-- holds: REPEATABLE READ and SERIALIZABLE, beside a commit on another branch
-- means: Applications that use these levels cannot commit while others do
SELECT lab.commit('levels', 'there');

-- A branch that another session began after the snapshot was taken: refused, or done.
\set branch levels-unseen-:n
-- session waiting
BEGIN ISOLATION LEVEL REPEATABLE READ;
SELECT count(*) FROM lab.commits() AS c; -- takes the snapshot
-- session other
SELECT lab.commit(:'branch', 'the first, by somebody else meanwhile');
-- session waiting
SET LOCAL statement_timeout = '2500ms';
\set ON_ERROR_STOP off
SELECT lab.commit(:'branch', 'on a branch it does not see');
\set late :ERROR
\set state :SQLSTATE
ROLLBACK;
\set ON_ERROR_STOP on
SELECT 'REPEATABLE READ, on a branch that another session began meanwhile: no end within 2.5 s' AS finding
 WHERE :late AND :'state' = '57014';
\q
-- session user
\set level 'REPEATABLE READ' \set new_branch levels-repeatable-:n
\ir isolated.inc
\set level SERIALIZABLE \set new_branch levels-serializable-:n
\ir isolated.inc
