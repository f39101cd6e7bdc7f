-- an empty list of parents is none
-- severity: incomplete
-- needs: given_parents
-- holds: its parent is the commit before, as without a list, where parents are kept
-- means: No parents given is not the same as none, or the branch's history is cut there
\set first 'before an empty list ' :n
\set second 'an empty list ' :n
\set third 'after an empty list ' :n
SELECT lab.commit('parent-none', :'first') AS first_id \gset
\set ON_ERROR_STOP off
SELECT lab.commit_with_parents('{}', 'parent-none', :'second') AS second_id \gset
\set refused :ERROR
SELECT 'with an empty list of parents a commit' AS failed WHERE :refused;
\set ON_ERROR_STOP on
\if :refused
\else
SELECT lab.commit('parent-none', :'third') AS third_id \gset
SELECT 'with an empty list of parents a commit is acknowledged but not stored' AS finding
 WHERE NOT EXISTS (SELECT FROM lab.stored(:'second_id', :'second') AS c);
SELECT format('with an empty list of parents a commit has %s, and not the commit before it',
              CASE second.parent WHEN '' THEN 'no parent' ELSE 'another parent' END) AS finding
  FROM lab.stored(:'first_id', :'first') AS first, lab.stored(:'second_id', :'second') AS second,
       lab.stored(:'third_id', :'third') AS third
 WHERE third.parent <> '' AND second.parent <> first.key;
\endif
