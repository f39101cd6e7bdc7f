-- no two commits get the same ID
-- holds: neither in one transaction, nor in one statement, nor with the same message
-- means: Whether a commit gets through, or is found by its ID, depends on when and how it is made
\set branch collide- :n
\set ON_ERROR_STOP off
SELECT lab.commit(:'branch', 'there');
\set told false
\set own gen_random_uuid()::text
\set alike '''the same'''
\set name :own
\set message :own
\set rows 1
\set together false
\set pause 1.05
\set what ' of any kind'
\set meaning 'nothing: it is no ID' \ir collide.inc
\set pause 0.03
\set what ' within one second'
\set meaning 'a clock that shows only seconds' \ir collide.inc
\set any :told
\set name :alike
\set what ' of the same name'
\set meaning 'the name and nothing that belongs to this commit alone' \ir collide.inc
-- The name may stand in what an ID is made of too.
\set message :alike
\set what ' with the same message'
\set meaning 'the message and nothing that belongs to this commit alone' \ir collide.inc
\set alone :told
\set told :any
\set name :own
-- What is behind one finding is behind those that follow too, but for this one.
\set message :own
\set together true
\set what ' in one transaction'
\set meaning 'the transaction''s time (now()) or number' \ir collide.inc
-- Enough commits in one statement that several fall into a millisecond.
\set rows 25
\set pause 0
\set what ' in one statement'
\set meaning 'the statement''s time, or a clock whose steps are longer than a commit' \ir collide.inc
SELECT :'told' OR :'alone' AS told \gset
\set rows 1
\set pause 0.03
\set name :alike
\set what ' of the same name in one transaction'
\set meaning 'the name and the transaction''s time (now()) or number' \ir collide.inc
\set message :alike
\set what ' with the same message in one transaction'
\set meaning 'the message and the transaction''s time (now()) or number' \ir collide.inc
\set rows 25
\set pause 0
\set what ' with the same message in one statement'
\set meaning 'the message and the statement''s time, or a clock whose steps are longer than a commit' \ir collide.inc
