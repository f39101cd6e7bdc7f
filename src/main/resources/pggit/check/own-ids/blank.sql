-- a blank ID brought along is refused
-- severity: hygiene
-- needs: own_ids
-- holds: refused, or taken for none
-- means: Nobody can name that commit, and the next mistake like it collides with it
\set ON_ERROR_STOP off
\set got none
SELECT lab.commit_with_id('', 'blank-id', 'blank ID') AS got \gset
SELECT 'a commit with an empty text as its ID' AS failed
 WHERE :ERROR AND NOT lab.refusal(:'LAST_ERROR_SQLSTATE', :'LAST_ERROR_MESSAGE');
SELECT 'an empty text is taken as the ID of a commit' AS finding WHERE :'got' !~ '\S';
\set got none
SELECT lab.commit_with_id('   ', 'blank-id', 'blank ID') AS got \gset
SELECT 'a commit with blanks as its ID' AS failed
 WHERE :ERROR AND NOT lab.refusal(:'LAST_ERROR_SQLSTATE', :'LAST_ERROR_MESSAGE');
SELECT 'a text of blanks is taken as the ID of a commit' AS finding WHERE :'got' !~ '\S';
