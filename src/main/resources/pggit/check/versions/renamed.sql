-- a renamed table is known by its new name
-- needs: versions
-- holds: the new name has a version, the old one has none
-- means: A renamed table is lost to pgGit
\set t name_:n
\set new name_new_:n
\ir new.inc
ALTER TABLE :t RENAME TO :new;
SELECT 'the new name has no version' AS finding WHERE lab.version('public', :'new') = 'none';
\set ON_ERROR_STOP off
SELECT 'the old name still has version ' || v AS finding
  FROM lab.version_left('public', :'t') AS asked (v) WHERE v <> 'none'; -- or an error
SELECT 'asking for the version by the old name' AS failed WHERE :'SQLSTATE' !~ '^(00|02|22|23|P0001|42P01)';
\set ON_ERROR_STOP on
CREATE TABLE :t (id int); -- the name is free again
SELECT 'a new table under the old name has no version' AS finding WHERE lab.version('public', :'t') = 'none';

-- As tools do that build a table anew beside the one in use, whose version is ahead of the new one's in any way.
\set t swapped_:n
\set new swapped_new_:n
\set old swapped_old_:n
CREATE TABLE :t (id int);
ALTER TABLE :t ALTER COLUMN id TYPE bigint;
ALTER TABLE :t ADD COLUMN c1 int;
ALTER TABLE :t ALTER COLUMN id TYPE int;
ALTER TABLE :t ADD COLUMN c2 int;
ALTER TABLE :t ALTER COLUMN id TYPE bigint;
ALTER TABLE :t ADD COLUMN c3 int;
ALTER TABLE :t ALTER COLUMN id TYPE int;
ALTER TABLE :t ADD COLUMN c4 int;
CREATE TABLE :new (id int);
ALTER TABLE :t RENAME TO :old;
ALTER TABLE :new RENAME TO :t;
SELECT lab.version('public', :'t') AS now \gset
SELECT 'after t was renamed to t_old and t_new to t one of them has no version' AS finding
 WHERE 'none' IN (:'now', lab.version('public', :'old'));
ALTER TABLE :t ADD COLUMN more int;
SELECT 'after t was renamed to t_old and t_new to t an ALTER TABLE of t leaves its version at ' || :'now' AS finding
 WHERE :'now' <> 'none' AND NOT lab.after(lab.version('public', :'t'), :'now');
