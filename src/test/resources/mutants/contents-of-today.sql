-- Every commit shows the tables of today.
-- family: reading history
-- red: a commit contains the tables as they are

CREATE OR REPLACE VIEW pggit.commit_tables AS
  SELECT c.trinity_id, v.version_id, v.schema_name, v.table_name, v.major, v.minor, v.patch, v.full_version, v.columns
    FROM pggit.recorded_commits c
   CROSS JOIN LATERAL (
         SELECT DISTINCT ON (h.schema_name, h.table_name) h.* FROM pggit.table_versions h
          ORDER BY h.schema_name, h.table_name, h.version_id DESC) v
   WHERE v.present;
