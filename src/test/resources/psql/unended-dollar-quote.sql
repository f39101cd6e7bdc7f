-- The last quote has no end: what is left goes to the server, which says so.
CREATE TABLE seen (x int);
CREATE FUNCTION half() RETURNS int LANGUAGE sql AS $$
  SELECT 1;
$$;
INSERT INTO seen VALUES (half());
CREATE FUNCTION open() RETURNS int LANGUAGE sql AS $body$
  SELECT 2;
$$;

INSERT INTO seen VALUES (3);
