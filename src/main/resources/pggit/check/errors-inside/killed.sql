-- a commit whose session is killed leaves nothing
-- holds: wherever it waited for a table of pgGit: an error, and nothing stored
-- means: A commit cannot be stopped, or stays half done
\set how kill
\ir ended.inc
