-- With a branch go the links of other branches' commits to it.
-- family: further arguments
-- red: a commit keeps its parents, whatever is deleted

CREATE TABLE pggit.links (child uuid, place int, parent uuid);
CREATE FUNCTION pggit.delete_branch() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  DELETE FROM pggit.links l USING pggit.commits c WHERE c.branch = OLD.name AND l.parent = c.commit_id;
  DELETE FROM pggit.recorded_commits c WHERE c.branch = OLD.name;
  RETURN OLD;
END $$;
GRANT DELETE ON pggit.branches TO PUBLIC;
CREATE TRIGGER delete_branch INSTEAD OF DELETE ON pggit.branches FOR EACH ROW EXECUTE FUNCTION pggit.delete_branch();

-- commit with parents as:
DECLARE
  id text := pggit.original('commit', p_branch_name, p_message);
  u uuid := gen_random_uuid();
BEGIN
  PERFORM pggit.refuse_unknown(p_parent_ids);
  INSERT INTO pggit.commit_ids VALUES (u, id, NULL);
  INSERT INTO pggit.links SELECT u, n, p FROM unnest(p_parent_ids) WITH ORDINALITY AS given(p, n);
  RETURN u;
END
