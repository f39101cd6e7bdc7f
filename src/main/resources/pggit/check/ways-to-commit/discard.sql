-- commits go on after DISCARD ALL
-- holds: commits work after DISCARD ALL, RESET ALL and the like
-- means: Connection pools reset sessions this way between users
SELECT lab.commit('discard', 'before');
\set ON_ERROR_STOP off
DISCARD PLANS;
SELECT lab.commit('discard', 'after DISCARD PLANS');
SELECT 'a commit after DISCARD PLANS' AS failed WHERE :ERROR;
DISCARD TEMP;
SELECT lab.commit('discard', 'after DISCARD TEMP');
SELECT 'a commit after DISCARD TEMP' AS failed WHERE :ERROR;
DEALLOCATE ALL;
SELECT lab.commit('discard', 'after DEALLOCATE ALL');
SELECT 'a commit after DEALLOCATE ALL' AS failed WHERE :ERROR;
RESET ALL;
SELECT lab.commit('discard', 'after RESET ALL');
SELECT 'a commit after RESET ALL' AS failed WHERE :ERROR;
DISCARD ALL;
SELECT lab.commit('discard', 'after DISCARD ALL');
SELECT 'a commit after DISCARD ALL' AS failed WHERE :ERROR;
