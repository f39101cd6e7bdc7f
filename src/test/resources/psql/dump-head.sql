SET statement_timeout = 0;
SET client_encoding = 'UTF8';
SET NAMES 'utf-8';
SET client_encoding TO DEFAULT;
SET DateStyle = 'ISO, DMY';
SELECT pg_catalog.set_config('client_encoding', 'UTF8', false);
SET check_function_bodies = false;
SET search_path = public;
CREATE TABLE a AS SELECT '01/02/2026'::date AS d;
