\set ON_ERROR_STOP on
SELECT gone_1;
CREATE TABLE never_here ();
