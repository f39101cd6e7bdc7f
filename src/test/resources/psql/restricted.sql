--
-- As pg_dump begins and ends since August 2025.
--
\restrict vn4GgW0BcX7zEXt1Yh5a

SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
CREATE TABLE public.a (x text);
COPY public.a (x) FROM stdin;
one
\N
\.
\echo refused
\set x refused
CREATE TABLE public.b ();
\unrestrict wrong
\unrestrict
\unrestrict vn4GgW0BcX7zEXt1Yh5a
\echo allowed
\unrestrict vn4GgW0BcX7zEXt1Yh5a
\restrict
CREATE TABLE public.c ();
