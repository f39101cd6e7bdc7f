CREATE TABLE a ();
/* a comment
CREATE TABLE b ();

