-- the cost of get_version does not grow with the number of schema changes
-- needs: versions
-- holds: after many changes of a table hardly more pages and rows than after 50
-- means: The more migrations there were the slower it becomes
\set costly get_version
\set query 'SELECT lab.version(''public'', %3$L)'
\set before 'SELECT 1'
\ir changed.inc
SELECT :'told' AS finding WHERE :'dearer';
