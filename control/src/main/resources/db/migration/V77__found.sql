-- A program that lost what it was answered finds its withdrawal by its own name for it.
create index on withdrawals (external_id) where external_id is not null;
