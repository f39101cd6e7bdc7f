-- commits from PL/pgSQL blocks, subtransactions and triggers
-- holds: 3 from a trigger and 3 from a block are stored, 3 undone in subtransactions are not
-- means: Commits made by functions get lost, or survive the error that should undo them
CREATE TEMP TABLE made (id text);
CREATE TEMP TABLE orders (n int);
\set ON_ERROR_STOP off
CREATE FUNCTION pg_temp.on_order() RETURNS trigger LANGUAGE plpgsql AS $f$
BEGIN
  INSERT INTO pg_temp.made SELECT lab.commit('plpgsql', 'by trigger ' || new.n);
  RETURN new;
END $f$;
SELECT 'there can be no function for the check: ' || :'LAST_ERROR_MESSAGE' AS unknown WHERE :ERROR;
\set ON_ERROR_STOP on
CREATE TRIGGER commits BEFORE INSERT ON orders FOR EACH ROW EXECUTE FUNCTION pg_temp.on_order();
INSERT INTO orders VALUES (1), (2), (3);
DO $do$
BEGIN
  FOR i IN 1 .. 3 LOOP
    BEGIN
      INSERT INTO pg_temp.made SELECT lab.commit('plpgsql', 'by block ' || i);
    EXCEPTION WHEN division_by_zero THEN NULL;
    END;
    BEGIN
      PERFORM lab.commit('plpgsql', 'by block, undone ' || i);
      PERFORM 1 / 0;
    EXCEPTION WHEN division_by_zero THEN NULL;
    END;
  END LOOP;
END $do$;
SELECT count(DISTINCT id) || ' IDs for 6 commits' AS finding FROM made HAVING count(DISTINCT id) <> 6;
SELECT format('%s commits stored %s where 3 were to be left', count(c.message), how) AS finding
  FROM unnest(ARRAY['by trigger', 'by block']) AS how LEFT JOIN lab.commits() AS c ON c.message LIKE how || '%'
 GROUP BY how HAVING count(c.message) <> 3;
