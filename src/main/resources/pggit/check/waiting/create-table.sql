-- an open commit does not hold up CREATE TABLE
-- holds: a table was created beside an open commit
-- means: Nobody can change the schema while somebody commits
\set branch ddl-open
\ir open.inc
-- session other beside
CREATE TABLE waiting_:n (id int);
\ir cancel.inc
SELECT 'CREATE TABLE waits' || :'held' AS finding WHERE :waits;
