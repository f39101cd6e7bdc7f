-- a commit leaves no temporary tables, cursors or statements behind
-- holds: 10 commits left nothing behind
-- means: They meet those of the application, and DISCARD takes them
SELECT $$SELECT lab.commit('things', 'leaves nothing')$$ FROM generate_series(1, 10) \gexec
SELECT 'left behind: ' || thing AS finding FROM unnest(lab.left()) thing;
BEGIN;
SELECT lab.commit('things', 'in a transaction');
SELECT lab.commit('things', 'in the same');
SELECT 'left behind: ' || thing AS finding FROM unnest(lab.left()) thing;
COMMIT;
