INSERT INTO seen VALUES ($a$in the dollar's file$a$);
DO $$
BEGIN
  NULL;
END;

