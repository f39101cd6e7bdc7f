-- settings of a session do not break DDL
-- commits: may fail
-- holds: tables are created and dropped with all settings tried, from DateStyle to standard_conforming_strings
-- means: Whether DDL works depends on settings that have nothing to do with it
\set ON_ERROR_STOP off
\set ddl true
\set what 'CREATE TABLE'
\set statement 'CREATE TABLE %s_' :n ' (id int)'
\ir date-styles.inc
-- A name that is a trial, if tables have versions without any setting, and the format in which it is asked for.
\set versions false
\set odd ''
\set spelling %s
\set candidate '' \set as %s \ir name.inc
\set candidate '\\''s "x"' \set as %I \ir name.inc
\set as %s \ir name.inc
\ir settings.inc
