-- a commit's author is the role that made it
-- severity: incomplete
-- needs: authors
-- user: ordinary
-- holds: stored as author: the session's role
-- means: The history names the wrong person
\set message 'by me ' :n
SELECT lab.commit('author', :'message') AS id \gset
SELECT 'a commit that was acknowledged is not stored' AS unknown
 WHERE NOT EXISTS (SELECT FROM lab.stored(:'id', :'message') AS c);
SELECT format('role %s commits, and the author stored is %s', session_user,
              coalesce(nullif(c.author, ''), 'nobody')) AS finding
  FROM lab.stored(:'id', :'message') AS c WHERE c.author NOT IN (session_user, quote_ident(session_user), :'USER');
