-- the cost of a commit does not grow with the number of schema changes
-- holds: after many changes of a table hardly more pages and rows than after 50
-- means: The more migrations there were the slower it becomes
\set costly 'a commit'
\set before 'SELECT lab.commit(''changes'', ''before '' || clock_timestamp())'
\set query 'SELECT lab.commit(''changes'', %2$L)'
\ir changed.inc
SELECT :'told' AS finding WHERE :'dearer';
