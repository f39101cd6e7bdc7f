-- commits work with an empty search_path
-- holds: committed and stored with search_path = ''
-- means: Commits depend on how the session looks for names
SET search_path = '';
-- for each round in 1, 2
-- session user
\ir commit-along-path.inc
