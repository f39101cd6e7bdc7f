-- commits of many sessions at once
-- holds: unique IDs, nothing lost, altered or invented
-- means: Sessions should not disturb one another
\set acknowledged acknowledged_ :n
-- session admin: the user need not be able to create anything
CREATE TABLE :acknowledged (id text, branch text, message text);
GRANT ALL ON :acknowledged TO PUBLIC;
-- session crowd of all
SELECT format('INSERT INTO acknowledged_%1$s SELECT lab.commit(%2$L, %3$L), %2$L, %3$L', :'n', format('at-once-%s', :i % 10),
              format('at once %s: commit %s of session %s', :n, c, :i)) FROM generate_series(1, 8) AS c \gexec
-- session judge as admin
\set failures :failed
\set stamp 'at once ' :n ':'
\ir ../long-series/audit.inc
