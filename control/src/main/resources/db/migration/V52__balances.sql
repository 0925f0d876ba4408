-- What each address had of each asset when the chain was looked at last, in a block deep enough to stay.
create table balances (
    address_id   uuid not null references addresses,
    asset        text not null,
    amount       numeric(78) not null,
    -- How many transactions of the address there were up to that block.
    nonce        numeric(20) not null,
    block_number bigint not null,
    -- How much less there was than withdrawals explain, and how many transactions more, of all that was ever found.
    less         numeric(78) not null default 0,
    more         integer not null default 0,
    found_at     timestamptz,
    at           timestamptz not null,
    primary key (address_id, asset)
);

alter table addresses add column looked_at timestamptz;
create index on addresses (looked_at nulls first);
create index on withdrawals (address_id, block_number);
