-- long branch names with the same beginning
-- holds: 28 branches kept apart, or refused
-- means: Commits of two branches end up in one history, or on a branch nobody named
\set all false
\set made ''
\set i 0
-- for each length in 31, 62, 63, 64, 100, 127, 128, 199, 200, 249, 254, 255, 256, 500
\set expression 'repeat(\'b\', ' :length ') || 1' \ir taken.inc
\set expression 'repeat(\'b\', ' :length ') || 2' \ir taken.inc
-- after the last
\ir kept-apart.inc
