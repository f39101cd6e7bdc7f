\set QUIET 1
\set QUIET
\set VERBOSITY verbose
\timing on
\timing
\t
\t on
\x auto
\a
\o
\o /dev/null
\o | cat >/dev/null \ SELECT 1;
\o
\pset pager off
\pset format unaligned \\ CREATE TABLE a ();
\qecho 'to the output' \\ CREATE TABLE b ();
\echo -n :QUIET 'it''s' "a b" \echo two \\ CREATE TABLE c ();
\warn a warning
\echo done
