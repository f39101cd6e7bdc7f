INSERT INTO seen VALUES ('in the string''s file');
INSERT INTO seen VALUES ('it''s open);
