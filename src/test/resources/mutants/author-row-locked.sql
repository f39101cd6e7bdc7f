-- A row of the role is written every five minutes, and locked until the transaction ends.
-- family: waiting
-- red: an open commit does not hold up other branches

CREATE TABLE pggit.authors (author text PRIMARY KEY, last_seen timestamptz NOT NULL);

-- commit as:
BEGIN
  IF NOT EXISTS (SELECT FROM pggit.authors a
                  WHERE a.author = session_user AND a.last_seen > clock_timestamp() - interval '5 minutes') THEN
    INSERT INTO pggit.authors VALUES (session_user, clock_timestamp())
    ON CONFLICT (author) DO UPDATE SET last_seen = clock_timestamp();
  END IF;
  RETURN pggit.original(commit_name, branch_name, message);
END
