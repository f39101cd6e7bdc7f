-- a commit keeps its author when the role goes
-- severity: incomplete
-- needs: authors
-- holds: DROP ROLE leaves the author of its commits as it is
-- means: Who made them cannot be found out any more, or the role has to stay
\set role 'leaves ' :DBNAME
\ir new-role.inc
SELECT 'a new role cannot commit: ' || :'LAST_ERROR_MESSAGE' AS unknown WHERE :refused;
SELECT coalesce((SELECT author FROM lab.stored(:'id', :'message') AS c), 'nobody') AS before \gset
\set ON_ERROR_STOP off
DROP OWNED BY :"role";
DROP ROLE :"role";
\set stays :ERROR
\set state :SQLSTATE
\if :stays
ROLLBACK;
\endif
\set ON_ERROR_STOP on
SELECT 'the role cannot be dropped for a reason of its own: ' || :'LAST_ERROR_MESSAGE' AS unknown
 WHERE :stays AND :'state' <> '2BP01';
SELECT 'DROP ROLE of a role that has committed' AS failed WHERE :stays;
SELECT format('after DROP ROLE the author of the role''s commits is "%s", before it was "%s"', after, :'before')
       AS finding
  FROM (SELECT coalesce((SELECT author FROM lab.stored(:'id', :'message') AS c), 'nobody')) AS now (after)
 WHERE NOT :stays AND after <> :'before';
