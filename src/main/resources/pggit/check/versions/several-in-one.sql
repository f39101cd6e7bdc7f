-- several DDL statements in one transaction
-- needs: versions
-- holds: created, altered twice, dropped: versions are right
-- means: A migration is only half recorded
\set t several_:n
\set created several_created_:n
\set dropped several_gone_:n
\ir new.inc
BEGIN;
CREATE TABLE :created (id int);
CREATE TABLE :dropped (id int);
ALTER TABLE :t ADD COLUMN a int;
SELECT lab.version('public', :'t') AS between \gset
ALTER TABLE :t ADD COLUMN b int;
SELECT lab.version('public', :'t') AS inside \gset
DROP TABLE :dropped;
COMMIT;
SELECT lab.version('public', :'t') AS after \gset
SELECT 'two ALTER left the version at ' || :'before' AS finding, 'VERSION_STAYS' AS symptom
 WHERE NOT lab.after(:'after', :'before');
SELECT format('the second ALTER of a table leaves it at %s, so that commits before and after it have the same version',
              :'between') AS finding
 WHERE 'none' NOT IN (:'between', :'inside') AND NOT lab.after(:'inside', :'between');
SELECT format('before COMMIT the version was %s, after it is %s', :'inside', :'after') AS finding
 WHERE :'inside' = 'none' OR :'inside' <> :'after';
SELECT 'a table created has no version' AS finding WHERE lab.version('public', :'created') = 'none';
\set ON_ERROR_STOP off
SELECT 'a table created and dropped has version ' || v AS finding
  FROM lab.version_left('public', :'dropped') AS asked (v) WHERE v <> 'none'; -- or an error
SELECT 'asking for the version of a table created and dropped' AS failed
 WHERE :'SQLSTATE' !~ '^(00|02|22|23|P0001|42P01)';
