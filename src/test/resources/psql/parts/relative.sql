\ir deep/two.sql
\i deep/two.sql
\i parts/deep/two.sql
