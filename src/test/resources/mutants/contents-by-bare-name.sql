-- Of tables with one name in several schemas a commit has one.
-- family: reading history
-- red: a commit contains the tables as they are

CREATE OR REPLACE VIEW pggit.commit_tables AS
  SELECT DISTINCT ON (c.trinity_id, v.table_name)
         c.trinity_id, v.version_id, v.schema_name, v.table_name, v.major, v.minor, v.patch, v.full_version, v.columns
    FROM pggit.recorded_commits c
    JOIN pggit.trees t USING (tree_id)
   CROSS JOIN LATERAL (
         SELECT DISTINCT ON (h.schema_name, h.table_name) h.*
           FROM pggit.table_versions h
          WHERE CASE WHEN h.era = t.era AND h.xid <> t.xid THEN pg_visible_in_snapshot(h.xid, t.snapshot)
                     ELSE h.version_id <= t.upto END
          ORDER BY h.schema_name DESC, h.table_name DESC, h.major DESC, h.minor DESC, h.patch DESC, h.present
         ) v
   WHERE v.present
   ORDER BY c.trinity_id, v.table_name, v.schema_name DESC;
