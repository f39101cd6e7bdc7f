-- The include stops; this file has read its line before, and goes on with the next one.
\i parts/stops.sql
CREATE TABLE after_include ();
SELECT gone_2;
CREATE TABLE never ();
