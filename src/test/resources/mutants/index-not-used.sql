-- A message is looked for among all by a digest that is compared as text, which its index is not for.
-- family: costs with history
-- red: the cost of a commit does not grow with history

CREATE TABLE pggit.texts (digest char(32) PRIMARY KEY);

-- commit as:
DECLARE
  digest text := md5(message);
BEGIN
  PERFORM FROM pggit.texts t WHERE t.digest::text = md5(message);
  IF NOT FOUND THEN
    INSERT INTO pggit.texts VALUES (digest);
  END IF;
  RETURN pggit.original(commit_name, branch_name, message);
END
