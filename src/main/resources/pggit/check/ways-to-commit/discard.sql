-- commits go on after DISCARD ALL
-- holds: commits work after DISCARD ALL, RESET ALL and the like
-- means: Connection pools reset sessions this way between users
SELECT lab.commit('discard', 'before');
\set ON_ERROR_STOP off
-- for each reset in DISCARD PLANS, DISCARD TEMP, DEALLOCATE ALL, RESET ALL, DISCARD ALL
:reset;
SELECT lab.commit('discard', 'after ' || :'reset');
SELECT 'a commit after ' || :'reset' AS failed WHERE :ERROR;
