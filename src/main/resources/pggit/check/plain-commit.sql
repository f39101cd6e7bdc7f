-- a plain commit
-- holds: each is acknowledged
SELECT lab.commit('explored', 'the very first commit');
SELECT lab.commit('explored', 'the second one');
SELECT lab.commit('explored-too', 'on another branch');
