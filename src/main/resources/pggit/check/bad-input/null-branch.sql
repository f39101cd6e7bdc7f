-- a null branch is refused
-- holds: refused with an error that says so, nothing left behind
-- means: The caller cannot tell what is wrong, or a mistake becomes history
\set what 'null as branch'
\set silent false
\set name '''name'''
\set branch NULL
\set message '''message'''
\ir refused.inc
