-- an open ALTER TABLE does not hold up commits
-- holds: a commit goes through while a transaction with ALTER TABLE is open
-- means: One migration stops all commits
-- session open
CREATE TABLE altered_:n (id int);
BEGIN;
ALTER TABLE altered_:n ADD COLUMN more int;
-- session other beside
SELECT lab.commit('under-alter', 'while a table is being changed');
\ir cancel.inc
SELECT 'a commit waits until a transaction that changed some table has ended' AS finding WHERE :waits;
