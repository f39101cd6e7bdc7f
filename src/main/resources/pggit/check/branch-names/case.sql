-- upper and lower case make different branches
-- holds: 7 branches kept apart, or refused
-- means: Commits of two branches end up in one history, or on a branch nobody named
\set all false
\set made ''
\set i 0
-- for each expression in 'Feature', 'feature', 'FEATURE', 'fEATURE', U&'\00dcbung', U&'\00fcbung', U&'\00dcBUNG'
\ir taken.inc
-- after the last
\ir kept-apart.inc
