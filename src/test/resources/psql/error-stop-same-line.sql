\set ON_ERROR_STOP on \\ SELECT gone_1; CREATE TABLE a ();
CREATE TABLE b (); SELECT gone_2; CREATE TABLE never ();
CREATE TABLE never_too ();
