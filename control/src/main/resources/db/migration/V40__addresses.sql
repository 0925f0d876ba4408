-- Wallets of one key on one chain derive from one line of addresses, so that each has its own.

create table derivations (
    key_id       bytea not null check (length(key_id) = 32),
    chain        text not null,
    next_address integer not null default 0,
    primary key (key_id, chain)
);

insert into derivations (key_id, chain, next_address)
select v.key_id, w.chain, max(w.next_address) from wallets w join vaults v on v.id = w.vault_id group by v.key_id, w.chain;

alter table wallets drop column next_address;
