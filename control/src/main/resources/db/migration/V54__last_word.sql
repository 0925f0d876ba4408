-- Which nodes signed, by their names with commas between, and when: they are asked once more before a chain is given it.
alter table withdrawals add column signers text;
alter table withdrawals add column signed_at timestamptz;
