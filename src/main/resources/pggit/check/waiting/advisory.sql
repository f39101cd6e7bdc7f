-- locks of the application do not hold up commits
-- holds: an application that holds advisory locks with small numbers stops nothing
-- means: pgGit takes part in other people's locks
-- session application
SELECT count(pg_advisory_lock(n)) FROM generate_series(-5, 500) AS n;
SELECT count(pg_advisory_lock(0, n)), count(pg_advisory_lock(1, n)) FROM generate_series(0, 50) AS n;
-- session other beside
SELECT lab.commit('advisory', 'beside locks');
\ir cancel.inc
SELECT 'a commit waits for an advisory lock with a small number that an application holds' AS finding WHERE :waits;
-- session other beside
CREATE TABLE advisory_:n (id int);
\ir cancel.inc
SELECT 'CREATE TABLE waits for an advisory lock with a small number that an application holds' AS finding WHERE :waits;
-- session application
SELECT pg_advisory_unlock_all();
