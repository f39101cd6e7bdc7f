-- commits in opposite orders of branches lose nothing
-- holds: two transactions commit on two branches in opposite orders: both succeed, or one ends with 40P01 (deadlock)
-- means: Transactions that use several branches harm one another
\set one order-a- :n
\set two order-b- :n
\set one_first ''
\set one_second ''
\set two_first ''
\set two_second ''
-- A lock for each branch until the transaction ends is a way to keep a branch's history in line. Then one of the two
-- has to give way, as with any rows that are updated in two orders.
SELECT lab.commit(:'one', 'one is there');
SELECT lab.commit(:'two', 'two is there');
-- session first
BEGIN;
SELECT lab.commit(:'one', 'first of the first') AS one_first \gset
-- session second beside
\set ON_ERROR_STOP off
BEGIN;
SELECT lab.commit(:'two', 'first of the second') AS two_first \gset
-- session first beside
SELECT lab.commit(:'two', 'second of the first') AS two_second \gset
\set state_one :SQLSTATE
COMMIT;
-- session second beside
SELECT lab.commit(:'one', 'second of the second') AS one_second \gset
\set state_two :SQLSTATE
COMMIT;
-- session first: and second, once both have ended
\set ON_ERROR_STOP on
-- session second
SELECT 'both transactions fail, so that neither gets through' AS finding
 WHERE '00000' NOT IN (:'state_one', :'state_two');
SELECT format('a transaction ends with %s', state) AS finding
  FROM unnest(ARRAY[:'state_one', :'state_two']) AS s (state) WHERE state NOT IN ('00000', '40P01');
SELECT 'an acknowledged commit is not stored' AS finding
 WHERE :'state_one' = '00000' AND NOT (EXISTS (SELECT FROM lab.stored(:'one_first', 'first of the first') AS c)
                                       AND EXISTS (SELECT FROM lab.stored(:'two_second', 'second of the first') AS c));
SELECT 'an acknowledged commit is not stored' AS finding
 WHERE :'state_two' = '00000' AND NOT (EXISTS (SELECT FROM lab.stored(:'two_first', 'first of the second') AS c)
                                       AND EXISTS (SELECT FROM lab.stored(:'one_second', 'second of the second') AS c));
