-- a commit's ID is registered once
-- severity: identity
-- needs: registry
-- missing: there is no table pggit.trinity_ids with the IDs. Nothing keeps an ID from being given out again
-- holds: 10 of 10 IDs stand in pggit.trinity_ids once
-- means: pggit.trinity_ids does not tell which IDs were given out
\set ids {}
-- for each i in 1..10
SELECT :'ids'::text[] || lab.commit('registered', 'registered ' || :i) AS ids \gset
-- after the last
SELECT 'a commit returned no ID' AS unknown WHERE '' = ANY (:'ids'::text[]);
SELECT format('ID "%s" stands there %s times', made.id, lab.registered(made.id)) AS finding
  FROM unnest(:'ids'::text[]) AS made (id) WHERE lab.registered(made.id) <> 1;
