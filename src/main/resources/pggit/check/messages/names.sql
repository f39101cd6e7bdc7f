-- quotes and SQL in a commit's name are harmless
-- needs: names
-- holds: 6 names taken as they are
-- means: Whoever chooses a commit's name can break or change a commit
-- for each expression in 'it''s', 'a\b', '%s %I %', '''); DROP TABLE pggit.commits; --', U&'\+01f418 "x"', '{a,"b"}'
\ir named.inc
