-- What people and programs said of a request. Nobody signed it: it is shown as control carries it.
create table comments (
    id            uuid primary key,
    withdrawal_id uuid not null references withdrawals (id),
    key_id        uuid not null,
    person        text,
    said          text not null,
    created_at    timestamptz not null
);
create index on comments (withdrawal_id, id);
