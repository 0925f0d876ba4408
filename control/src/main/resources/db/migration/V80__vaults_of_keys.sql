-- A key without a list may see every vault.
alter table api_keys add column vaults uuid[];
