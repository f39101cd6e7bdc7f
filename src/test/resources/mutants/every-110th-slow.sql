-- Every 110th commit computes for a quarter of a second: twice in a short series, and a third time soon after it.
-- family: a long series
-- red: no commit takes much longer than the others

-- commit as:
BEGIN
  IF (SELECT last_value % 110 = 0 FROM pggit.commit_number) THEN
    DECLARE
      until timestamptz := clock_timestamp() + interval '250 ms';
    BEGIN
      WHILE clock_timestamp() < until LOOP NULL; END LOOP;
    END;
  END IF;
  RETURN pggit.original(commit_name, branch_name, message);
END
