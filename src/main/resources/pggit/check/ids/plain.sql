-- IDs are plain text
-- severity: hygiene
-- holds: 20 IDs, printable and not longer than 200
-- means: Such IDs get lost in copying
\set ids {}
-- for each i in 1..20
\set message 'sample ' :i ' of ' :n
SELECT :'ids'::text[] || lab.commit(:'message', 'sample', :'message') AS ids \gset
-- after the last
SELECT CASE WHEN id = '' THEN 'a commit got no ID'
            WHEN id ~ '^\s+$' THEN 'a commit got a blank ID'
            ELSE 'an ID has blanks or line ends at its ends: ' || to_json(id) END AS finding
  FROM unnest(:'ids'::text[]) AS made (id) WHERE id !~ '^\S(.*\S)?$';
SELECT 'an ID has characters that are no plain ASCII: ' || to_json(id) AS finding
  FROM unnest(:'ids'::text[]) AS made (id) WHERE regexp_replace(id, '^\s+|\s+$', '', 'g') ~ '[^ -~]';
SELECT 'an ID has more than 200 characters: ' || to_json(id) AS finding
  FROM unnest(:'ids'::text[]) AS made (id) WHERE length(id) > 200;
