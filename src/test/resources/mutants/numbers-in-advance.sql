-- Each session draws twenty numbers at a time, so that they are not in the order of the commits.
-- family: commits
-- red: a commit's parent is the one before it on its branch

ALTER SEQUENCE pggit.commit_number CACHE 20;
