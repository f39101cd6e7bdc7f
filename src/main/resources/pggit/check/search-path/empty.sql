-- commits work with an empty search_path
-- holds: committed and stored with search_path = ''
-- means: Commits depend on how the session looks for names
SET search_path = '';
\set round 1
\ir commit-along-path.inc
-- session user
\set round 2
\ir commit-along-path.inc
