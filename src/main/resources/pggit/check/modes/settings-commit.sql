-- settings of a session do not break commits
-- holds: commits are stored as they are with all settings tried, from DateStyle to standard_conforming_strings
-- means: Whether a commit works depends on settings that have nothing to do with it
\set ON_ERROR_STOP off
\set ddl false
\set what 'a commit'
SELECT $$SELECT lab.commit('date-style', 'in another style')$$ AS statement \gset
\ir date-styles.inc
-- A text that is kept without any setting: only then a setting is what harms it.
\set id ''
\set text plain
\set candidate plain
SELECT U&'it''s 1.5 \00e4\00f6' AS candidate \gset \ir text.inc
SELECT 'it''s \ 1.5' AS candidate \gset \ir text.inc
SELECT U&'it''s \\ 1.5 \00e4\00f6 \+01f418' AS candidate \gset \ir text.inc
\ir settings.inc
\set assignment session_replication_role=replica \ir with.inc
-- session admin
\set ON_ERROR_STOP on
SELECT format('%s the message %s is stored as %s', m.setting, to_json(m.message),
              coalesce(to_json(c.message)::text, 'nothing')) AS finding
  FROM (VALUES (NULL, NULL, NULL) :made) AS m (id, setting, message)
  LEFT JOIN LATERAL lab.stored(m.id, m.message) AS c ON true
 WHERE m.id IS NOT NULL AND c.message IS DISTINCT FROM m.message;
SELECT m.setting || ' the ID is not registered' AS finding
  FROM (VALUES (NULL, NULL, NULL) :made) AS m (id, setting, message)
 WHERE m.id IS NOT NULL AND lab.registered(m.id) <> 1;
