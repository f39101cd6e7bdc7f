-- a table created again has a version that is not lower
-- needs: versions
-- holds: DROP and CREATE do not take the version back, nor leave it
-- means: The same version stands for two different tables
\set t again_:n
CREATE TABLE :t (id int);
ALTER TABLE :t ADD COLUMN more int;
SELECT lab.version('public', :'t') AS before \gset
SELECT 'a table that was just created has no version' AS unknown WHERE :'before' = 'none';
DROP TABLE :t;
CREATE TABLE :t (id int);
SELECT lab.version('public', :'t') AS again \gset
SELECT 'the table created again has no version' AS finding WHERE :'again' = 'none';
SELECT format('it had %s before DROP and has %s now', :'before', :'again') AS finding
 WHERE :'again' <> 'none' AND lab.after(:'before', :'again');
ALTER TABLE :t ADD COLUMN more int;
SELECT lab.version('public', :'t') AS altered \gset
SELECT 'ALTER TABLE of the table created again does not move its version' AS finding
 WHERE :'again' <> 'none' AND NOT lab.after(:'altered', :'again');
BEGIN;
DROP TABLE :t;
CREATE TABLE :t (id int);
COMMIT;
SELECT lab.version('public', :'t') AS replaced \gset
SELECT 'after DROP and CREATE in one transaction it has no version' AS finding WHERE :'replaced' = 'none';
SELECT 'after DROP and CREATE in one transaction, as other columns, it still has version ' || :'replaced' AS finding
 WHERE :'replaced' <> 'none' AND :'replaced' = :'altered';
