-- SQL content of any kind is taken
-- needs: content
-- holds: null, nothing, backslashes, quotes and a long script
-- means: Whether a commit works depends on the SQL that it is about
\set may_be_refused true
\set kind null \set sql NULL \ir taken.inc
\set kind nothing \set sql '\'\'' \ir taken.inc
\set kind 'a script of 140 kB'
-- An index entry holds 2.7 kB; what does not repeat itself cannot be compressed below that.
SELECT quote_literal(string_agg('-- ' || md5(i::text), E'\n' ORDER BY i)) AS sql FROM generate_series(1, 4000) AS i \gset
\ir taken.inc
\set may_be_refused false
\set kind backslashes
SELECT quote_literal($$SELECT E'a\nb', '\x4', 'C:\dir'$$) AS sql \gset \ir taken.inc
\set kind quotes
SELECT quote_literal($$COMMENT ON TABLE "it's" IS 'it''s'$$) AS sql \gset \ir taken.inc
\set kind letters
\set sql '\'ASCII\''
\set ON_ERROR_STOP off
SELECT quote_literal(U&'COMMENT ON TABLE t IS ''\00e4\00f6 \+01f418''') AS sql \gset \ir taken.inc
