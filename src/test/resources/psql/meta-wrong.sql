CREATE TABLE a ();
\unknown command 'with an open quote
CREATE TABLE
\nonsense
b ();
\set QUIET maybe
\echo 'unended
\set x 'unended
CREATE TABLE c AS SELECT :'x' AS x;
\\ CREATE TABLE d ();
\d a
\dt+ *
\df nothing
\conninfo
\h CREATE TABLE \ ; CREATE TABLE never ();
\? \ CREATE TABLE never ();
\encoding UTF8
\z
CREATE TABLE e ();
