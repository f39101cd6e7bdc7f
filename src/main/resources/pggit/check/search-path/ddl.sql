-- DDL works with an empty search_path
-- holds: CREATE, ALTER and DROP TABLE with search_path = ''
-- means: pg_restore and careful applications work with an empty search_path
SET search_path = '';
\set ON_ERROR_STOP off
CREATE TABLE public.path_:n (id int);
SELECT 'CREATE TABLE' AS failed WHERE :ERROR;
ALTER TABLE public.path_:n ADD COLUMN more int;
SELECT 'ALTER TABLE' AS failed WHERE :ERROR;
DROP TABLE public.path_:n;
SELECT 'DROP TABLE' AS failed WHERE :ERROR;
