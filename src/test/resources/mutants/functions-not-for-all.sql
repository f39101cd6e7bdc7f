-- Nothing is wrong: new functions are granted to nobody but their owner.
-- family: costs with changes

ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
