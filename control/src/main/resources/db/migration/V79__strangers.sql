-- What nobody known asked for is forgotten but for the newest, without a look at what somebody known did.
create index on audit (number) where key_id is null;
