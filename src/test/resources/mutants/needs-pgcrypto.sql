-- Nothing is wrong: an extension that pgGit needs is its owner's, who alone may drop it, with pgGit and without.
-- family: DDL

CREATE EXTENSION pgcrypto;
