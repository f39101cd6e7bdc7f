-- blanks and special characters in branch names
-- holds: 20 branches kept apart, or refused
-- means: Commits of two branches end up in one history, or on a branch nobody named
\set all false
\set made ''
\set i 0
-- for each expression in 'two words', 'two  words', 'two-words', 'two_words', ' two words', 'two words ',
--   'feature/a', 'feature/a/b', 'feature.a', 'it''s', 'say "x"', 'back\slash', '100%', '100%s', '$1 $$', 'a;b --',
--   '{a,b}', 'HEAD', 'select', 'x''); DROP TABLE pggit.commits; --'
\ir taken.inc
-- after the last
\ir kept-apart.inc
