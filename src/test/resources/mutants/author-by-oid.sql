-- The author is kept as the role's OID.
-- family: privileges
-- red: a commit keeps its author when the role goes

ALTER TABLE pggit.recorded_commits ADD COLUMN author_oid oid DEFAULT quote_ident(session_user)::regrole::oid;
CREATE OR REPLACE VIEW pggit.commits AS
  SELECT c.trinity_id, c.number, c.branch, c.name, c.message, pg_get_userbyid(c.author_oid)::text COLLATE "default" AS author,
         c.committed_at, c.tree_id,
         (SELECT p.trinity_id FROM pggit.recorded_commits p
           WHERE p.branch = c.branch AND p.number < c.number ORDER BY p.number DESC LIMIT 1) AS parent
    FROM pggit.recorded_commits c;
