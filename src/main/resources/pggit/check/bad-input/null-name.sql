-- a null commit name is refused
-- needs: names
-- holds: refused with an error that says so, nothing left behind
-- means: The caller cannot tell what is wrong, or a mistake becomes history
\set what 'null as name'
\set silent false
\set name NULL
\set branch '''bad'''
\set message '''message'''
\ir refused.inc
