INSERT INTO seen VALUES ('in the comment''s file');

/* one /* two */ still one;
