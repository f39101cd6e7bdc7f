-- SQL content that is stored is stored to the byte
-- needs: content
-- holds: 5 kinds, each as it was given
-- means: The history does not say what was done, and nothing tells that it does not
\set letters ASCII
\set ON_ERROR_STOP off
SELECT U&'COMMENT ON TABLE t IS ''\00e4\00f6 e\0301 \212b \+01f418'';' AS letters \gset
\set ON_ERROR_STOP on
\set mark '/* kept ' :n ', '
SELECT jsonb_object_agg(kind, :'mark' || kind || ' */' || sql) AS contents
  FROM (VALUES ('a comment', E'SELECT 1; -- one of two\nSELECT 2; /* the\tlast */\n'),
               ('quotes', $q$INSERT INTO t VALUES ('it''s -- no comment', E'a\nb', $$x$$, "Q");$q$),
               ('blanks at its ends', E'  SELECT 1;\r\n\r\n'),
               ('letters', :'letters'),
               ('great length', repeat(E'SELECT repeat(''x'', 100) -- all\n;', 4000))) AS c (kind, sql) \gset
-- Whether it has to be taken is another question.
\set ON_ERROR_STOP off
SELECT format($$SELECT lab.commit_with_content(%L, 'content', %L)$$, value, format('kept: %s %s', key, :n))
  FROM jsonb_each_text(:'contents') \gexec
-- session admin
\set ON_ERROR_STOP on
-- Wherever it is stored; a pgGit that keeps a hash of it keeps nothing.
SELECT coalesce(jsonb_agg(DISTINCT v.value), '[]') AS stored
  FROM lab.rows() AS r, jsonb_each_text(r.row) AS v WHERE starts_with(v.value, :'mark') \gset
SELECT 'SQL content is not stored' AS inapplicable WHERE :'stored' = '[]';
SELECT format('of SQL content with %s, %s characters long, %s are stored%s', c.key, length(c.value), max(length(s)),
              CASE WHEN NOT bool_or(starts_with(c.value, s)) THEN ', and not the same' END) AS finding
  FROM jsonb_each_text(:'contents') AS c, jsonb_array_elements_text(:'stored') AS s
 WHERE starts_with(s, :'mark' || c.key || ' */')
 GROUP BY c.key, c.value HAVING NOT bool_or(s = c.value) ORDER BY c.key;
