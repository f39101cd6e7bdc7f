-- Unicode in branch names
-- holds: 11 branches kept apart, or refused
-- means: Commits of two branches end up in one history, or on a branch nobody named
\set all false
\set made ''
\set i 0
-- for each expression in U&'\0432\0435\0442\043a\0430', U&'\5206\652f', U&'\+01f418', U&'\00e9', U&'e\0301',
--   U&'\00c5', U&'\212b', U&'na\00efve', 'naive', U&'\00df', 'ss'
\ir taken.inc
-- after the last
\ir kept-apart.inc
