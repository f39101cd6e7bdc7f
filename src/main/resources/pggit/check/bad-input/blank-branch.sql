-- a blank branch is refused
-- holds: refused with an error that says so, nothing left behind
-- means: The caller cannot tell what is wrong, or a mistake becomes history
\set what 'a blank branch'
\set silent true
\set name '''name'''
\set message '''message'''
\set branch ''''''
\ir refused.inc
\set branch '''  '''
\ir refused.inc
\set branch 'E''\\n\\t'''
\ir refused.inc
