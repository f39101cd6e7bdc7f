SELECT gone_1;
\set ON_ERROR_STOP
SELECT gone_2;
CREATE TABLE never ();
