-- What a withdrawal leaves open, such as Solana's recent block, filled in: from the moment before nodes are asked until
-- every node of them refused without having begun. While it is here no other is asked for.
alter table withdrawals add column completed bytea;
-- The block it names: in which slot it was seen, and the height of the last block that executes what names it.
alter table withdrawals add column completed_hash bytea;
alter table withdrawals add column completed_slot bigint;
alter table withdrawals add column completed_height bigint;
