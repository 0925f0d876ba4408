-- Replacements, sweeps and what nodes signed.

alter table withdrawals add column kind text not null default 'PAY'
    check (kind in ('PAY', 'SPEED_UP', 'CANCEL', 'SWEEP'));
alter table withdrawals add column replaces uuid references withdrawals;
-- The nodes' answer, as it came.
alter table withdrawals add column signatures bytea;

create index on withdrawals (replaces) where replaces is not null;
-- One living replacement of each; a replacement stands in the line of the one it replaces.
create unique index withdrawals_one_replacement on withdrawals (replaces)
    where replaces is not null and stage not in ('DENIED', 'REJECTED', 'EXPIRED', 'CANCELLED', 'FAILED');

drop index withdrawals_address_id_nonce_idx;
create unique index withdrawals_address_id_nonce_idx on withdrawals (address_id, nonce)
    where replaces is null
      and stage not in ('DENIED', 'REJECTED', 'EXPIRED', 'CANCELLED', 'FAILED', 'REPLACED', 'COMPLETED');
