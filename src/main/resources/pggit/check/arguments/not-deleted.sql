-- a commit keeps its parents, whatever is deleted
-- severity: incomplete
-- needs: given_parents
-- holds: deleting its parent, or the branch of that, leaves it as it is
-- means: The history is cut there, and nobody is told
\set branch deleted-:n
\set message 'to be deleted ' :n
SELECT lab.commit(:'branch', :'message') AS id \gset
\ir known.inc
\set parent :known
\set parent_message :message
\set message 'its child ' :n
SELECT lab.commit_with_parents(ARRAY[:'parent'], 'deleted-child', :'message') AS id \gset
\ir known.inc
-- session admin
SELECT 'a parent that is given is not stored with the commit' AS inapplicable
 WHERE NOT EXISTS (SELECT FROM lab.rows() AS r, jsonb_each_text(r.row) AS v
                    WHERE v.value = :'known' AND strpos(r.row::text, :'parent') > 0);
\set table pggit.commits \set value :parent_message \ir deleted.inc
\set table pggit.branches \set value :branch \ir deleted.inc
