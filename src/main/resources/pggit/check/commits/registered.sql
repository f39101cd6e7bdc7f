-- a commit's ID is registered once
-- severity: identity
-- needs: registry
-- missing: there is no table pggit.trinity_ids with the IDs. Nothing keeps an ID from being given out again
-- holds: 10 of 10 IDs stand in pggit.trinity_ids once
-- means: pggit.trinity_ids does not tell which IDs were given out
\set ids {}
SELECT :'ids'::text[] || lab.commit('registered', 'registered 1') AS ids \gset
SELECT :'ids'::text[] || lab.commit('registered', 'registered 2') AS ids \gset
SELECT :'ids'::text[] || lab.commit('registered', 'registered 3') AS ids \gset
SELECT :'ids'::text[] || lab.commit('registered', 'registered 4') AS ids \gset
SELECT :'ids'::text[] || lab.commit('registered', 'registered 5') AS ids \gset
SELECT :'ids'::text[] || lab.commit('registered', 'registered 6') AS ids \gset
SELECT :'ids'::text[] || lab.commit('registered', 'registered 7') AS ids \gset
SELECT :'ids'::text[] || lab.commit('registered', 'registered 8') AS ids \gset
SELECT :'ids'::text[] || lab.commit('registered', 'registered 9') AS ids \gset
SELECT :'ids'::text[] || lab.commit('registered', 'registered 10') AS ids \gset
SELECT 'a commit returned no ID' AS unknown WHERE '' = ANY (:'ids'::text[]);
SELECT format('ID "%s" stands there %s times', made.id, lab.registered(made.id)) AS finding
  FROM unnest(:'ids'::text[]) AS made (id) WHERE lab.registered(made.id) <> 1;
