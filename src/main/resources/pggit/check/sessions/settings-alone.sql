-- a commit leaves the session's settings alone
-- holds: search_path, role, time-outs and all other settings are as before
-- means: What the session does afterwards works otherwise than its user thinks
SELECT lab.settings() AS before \gset
SELECT $$SELECT lab.commit('settings', 'leaves them alone')$$ FROM generate_series(1, 10) \gexec
SELECT format('%s was "%s" and is "%s" after a commit', key, b.value, a.value) AS finding
  FROM jsonb_each_text(:'before') b JOIN jsonb_each_text(lab.settings()) a USING (key) WHERE a.value <> b.value;

-- Settings of pgGit's own, which no view lists: those that its functions name.
SELECT coalesce(array_agg(DISTINCT lower(found[1])), '{}') AS own
  FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace,
       regexp_matches(p.prosrc, '(?:set_config|current_setting)\s*\(\s*''([A-Za-z_]+\.[A-Za-z_.]+)''', 'g') AS found
 WHERE n.nspname = 'pggit' OR n.nspname LIKE 'pggit\_%' \gset
SELECT coalesce(jsonb_object_agg(o, length(current_setting(o, true))), '{}') AS first
  FROM unnest(:'own'::text[]) o \gset
SELECT $$SELECT lab.commit('settings', 'grows?')$$ FROM generate_series(1, 10) \gexec
SELECT coalesce(jsonb_object_agg(o, length(current_setting(o, true))), '{}') AS second
  FROM unnest(:'own'::text[]) o \gset
SELECT $$SELECT lab.commit('settings', 'grows?')$$ FROM generate_series(1, 10) \gexec
SELECT format('the setting %s grows with each commit: %s, %s and %s characters after 10, 20 and 30 commits',
              o, one, two, three) AS finding
  FROM unnest(:'own'::text[]) o,
       LATERAL (SELECT coalesce((:'first'::jsonb ->> o)::int, 0), coalesce((:'second'::jsonb ->> o)::int, 0),
                       coalesce(length(current_setting(o, true)), 0)) AS n (one, two, three)
 WHERE two - one >= 10 AND three - two >= 10;

-- session second
BEGIN;
SELECT lab.settings() AS inside \gset
SELECT lab.commit('settings', 'in a transaction');
SELECT lab.commit('settings', 'in the same');
SELECT format('%s was "%s" and is "%s" for the rest of the transaction', key, b.value, a.value) AS finding
  FROM jsonb_each_text(:'inside') b JOIN jsonb_each_text(lab.settings()) a USING (key) WHERE a.value <> b.value;
COMMIT;
