-- one commit for each call of a statement
-- holds: 25 rows, 25 IDs, 25 commits
-- means: Calls of one statement get in each other's way, are left out or done twice
\set branch rows- :n
\set message 'one of 25, ' :n
\set ids 0
\set ON_ERROR_STOP off
SELECT count(DISTINCT c.id) AS ids
  FROM (SELECT lab.commit(:'branch', :'message') AS id FROM generate_series(1, 25)) AS c \gset
\set refused :ERROR
\set ON_ERROR_STOP on
SELECT 'a query that calls the function for 25 rows' AS failed WHERE :refused;
SELECT format('a query that calls the function for 25 rows got %s different IDs and stored %s commits', :ids, count(*))
       AS finding
  FROM lab.commits() AS c WHERE c.message = :'message' HAVING NOT :refused AND (:ids <> 25 OR count(*) <> 25);
