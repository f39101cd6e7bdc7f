CREATE TABLE a ();
CREATE TABLE b ()

-- nothing more