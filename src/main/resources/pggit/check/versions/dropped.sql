-- a dropped table has no version any more
-- needs: versions
-- holds: none after DROP TABLE, none for a table that never was
-- means: pgGit reports tables that do not exist
CREATE TABLE left_one_:n (id int);
CREATE TABLE left_two_:n (id int);
CREATE TABLE left_three_:n (id int);
SELECT 'a table that was just created has no version' AS unknown
 WHERE lab.version('public', 'left_one_' || :'n') = 'none' OR lab.version('public', 'left_two_' || :'n') = 'none'
    OR lab.version('public', 'left_three_' || :'n') = 'none';
DROP TABLE left_one_:n;
DROP TABLE left_two_:n, left_three_:n;

-- Who asks for the version of a table that is not there may get none, a row that says so, or an error that fits.
\set ON_ERROR_STOP off
\set fits '^(00|02|22|23|P0001|42P01)'
SELECT 'a table that never was has version ' || v AS finding
  FROM lab.version_left('public', 'no_such_table_' || :'n') AS asked (v) WHERE v <> 'none';
SELECT 'asking for the version of a table that never was' AS failed WHERE :'SQLSTATE' !~ :'fits';
SELECT 'DROP TABLE leaves a version ' || v AS finding
  FROM lab.version_left('public', 'left_one_' || :'n') AS asked (v) WHERE v <> 'none';
SELECT 'asking for the version of a dropped table' AS failed WHERE :'SQLSTATE' !~ :'fits';
SELECT 'DROP TABLE of two tables leaves a version ' || v AS finding
  FROM lab.version_left('public', 'left_two_' || :'n') AS asked (v) WHERE v <> 'none';
SELECT 'DROP TABLE of two tables leaves a version ' || v AS finding
  FROM lab.version_left('public', 'left_three_' || :'n') AS asked (v) WHERE v <> 'none';

-- Other statements that drop tables, as far as the roles may use them.
CREATE TYPE left_type_:n AS (id int);
CREATE TABLE left_typed_:n OF left_type_:n;
CREATE TABLE left_owned_:n (id int);
-- session admin
\set ON_ERROR_STOP off
DROP TYPE left_type_:n CASCADE;
\if :{?stranger}
ALTER TABLE left_owned_:n OWNER TO :"stranger";
DROP OWNED BY :"stranger";
\endif
-- session user
\set ON_ERROR_STOP off
SELECT 'DROP TYPE ... CASCADE of a typed table leaves a version ' || v AS finding
  FROM lab.version_left('public', 'left_typed_' || :'n') AS asked (v)
 WHERE v <> 'none' AND to_regclass('left_typed_' || :'n') IS NULL;
SELECT 'DROP OWNED leaves a version ' || v AS finding
  FROM lab.version_left('public', 'left_owned_' || :'n') AS asked (v)
 WHERE v <> 'none' AND to_regclass('left_owned_' || :'n') IS NULL;
