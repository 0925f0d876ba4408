-- Chains whose transactions spend outputs have no sequence numbers.
alter table withdrawals alter column nonce drop not null;

-- Which outputs a withdrawal spends.
create table outputs (
    withdrawal_id  uuid not null references withdrawals,
    chain          text not null,
    transaction_id text not null,
    number         bigint not null,
    -- Whether the withdrawal that it takes the place of has it too.
    inherited      boolean not null,
    -- Until the withdrawal ended without a place on the chain.
    held           boolean not null default true,
    primary key (withdrawal_id, transaction_id, number)
);
-- One living withdrawal has an output, whatever two replicas believe; a replacement has those of the one it replaces.
create unique index outputs_held on outputs (chain, transaction_id, number) where held and not inherited;
