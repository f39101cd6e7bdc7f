-- a null message is refused
-- holds: refused with an error that says so, nothing left behind
-- means: The caller cannot tell what is wrong, or a mistake becomes history
\set what 'null as message'
\set silent true
\set name '''name'''
\set branch '''bad'''
\set message NULL
\ir refused.inc
