CREATE TABLE a ();
/* all is said */
-- bye
