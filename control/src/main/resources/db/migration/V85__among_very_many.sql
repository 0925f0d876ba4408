-- What is asked of one wallet or address looks at as much as it gives, however many withdrawals there are.
drop index withdrawals_wallet_id_stage_idx;
create index on withdrawals (wallet_id, id);
create index on withdrawals (wallet_id, stage, id);
create index on withdrawals (wallet_id, asset);
create index on withdrawals (address_id, nonce);
