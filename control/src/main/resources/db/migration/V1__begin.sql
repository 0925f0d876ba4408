-- What control knows. None of it decides what nodes sign.

create table organisations (
    id         uuid primary key,
    name       text not null unique,
    created_at timestamptz not null default now()
);

create table workspaces (
    id              uuid primary key,
    organisation_id uuid not null references organisations,
    name            text not null,
    created_at      timestamptz not null default now(),
    unique (organisation_id, name)
);

-- Programs, and what each may ask for.
create table api_keys (
    id           uuid primary key,
    workspace_id uuid not null references workspaces,
    name         text not null,
    algorithm    text not null check (algorithm in ('ED25519', 'P256')),
    public_key   bytea not null unique,
    role         text not null,
    scopes       text[] not null,
    allow_list   text[] not null default '{}',
    expires_at   timestamptz,
    revoked_at   timestamptz,
    last_used_at timestamptz,
    created_at   timestamptz not null default now()
);

-- A nonce counts once while its request could still be replayed.
create table request_nonces (
    key_id uuid not null references api_keys,
    nonce  text not null,
    at     timestamptz not null,
    primary key (key_id, nonce)
);
create index on request_nonces (at);

create table idempotency_keys (
    key_id       uuid not null references api_keys,
    value        text not null,
    request_hash bytea not null,
    status       integer not null,
    body         bytea not null,
    at           timestamptz not null default now(),
    primary key (key_id, value)
);
create index on idempotency_keys (at);

create table vaults (
    id           uuid primary key,
    workspace_id uuid not null references workspaces,
    name         text not null,
    tier         text not null check (tier in ('HOT', 'WARM', 'COLD')),
    tags         text[] not null default '{}',
    key_id       bytea not null check (length(key_id) = 32),
    scheme       integer not null,
    tree         text not null,
    point        bytea not null,
    chain_code   bytea not null check (length(chain_code) = 32),
    -- Signing sets in the order in which they are tried, each the names of nodes, ascending, joined by commas.
    signing_sets text[] not null,
    version      integer not null default 1,
    created_at   timestamptz not null default now(),
    unique (workspace_id, name)
);

-- A vault on one chain.
create table wallets (
    id           uuid primary key,
    vault_id     uuid not null references vaults,
    chain        text not null,
    next_address integer not null default 0,
    created_at   timestamptz not null default now(),
    unique (vault_id, chain)
);

-- Path '' is the vault's key itself; '5' its sixth descendant.
create table addresses (
    id         uuid primary key,
    wallet_id  uuid not null references wallets,
    path       text not null,
    address    text not null,
    label      text not null default '',
    created_at timestamptz not null default now(),
    unique (wallet_id, path)
);
create index on addresses (address);

create table withdrawals (
    id            uuid primary key,
    wallet_id     uuid not null references wallets,
    address_id    uuid not null references addresses,
    external_id   text,
    asset         text not null,
    destination   text not null,
    amount        numeric(78) not null,
    note          text not null default '',
    stage         text not null,
    sub_status    integer not null,
    detail        text not null default '',
    unsigned      bytea not null,
    digests       bytea not null check (length(digests) % 32 = 0),
    nonce         numeric(20) not null,
    fee_max       numeric(78) not null,
    evidence      bytea,
    intent_id     bytea unique,
    signed        bytea,
    tx_id         text,
    block_number  bigint,
    block_hash    text,
    confirmations integer not null default 0,
    wanted        integer not null,
    asked         integer not null default -1,
    created_by    uuid not null references api_keys,
    expires_at    timestamptz not null,
    version       integer not null default 1,
    created_at    timestamptz not null default now(),
    updated_at    timestamptz not null default now()
);
create unique index on withdrawals (wallet_id, external_id) where external_id is not null;
create index on withdrawals (created_at desc, id desc);
create index on withdrawals (wallet_id, stage);
-- One living withdrawal has a sequence number, whatever two replicas believe.
create unique index on withdrawals (address_id, nonce)
    where stage not in ('DENIED', 'REJECTED', 'EXPIRED', 'CANCELLED', 'FAILED', 'REPLACED', 'COMPLETED');

create table transitions (
    withdrawal_id uuid not null references withdrawals,
    number        integer not null,
    from_stage    text not null,
    to_stage      text not null,
    sub_status    integer not null,
    detail        text not null default '',
    at            timestamptz not null default now(),
    primary key (withdrawal_id, number)
);

-- Signed answers of people, as they came.
create table approvals (
    id            uuid primary key,
    withdrawal_id uuid not null references withdrawals,
    answer        text not null,
    person_key    bytea not null,
    encoded       bytea not null,
    expires_at    timestamptz not null,
    created_at    timestamptz not null default now(),
    unique (withdrawal_id, encoded)
);

-- Numbered in the order in which they were committed.
create table events (
    number  bigint primary key,
    id      uuid not null unique,
    workspace_id uuid not null references workspaces,
    kind    text not null,
    subject uuid not null,
    body    jsonb not null,
    at      timestamptz not null default now()
);
create index on events (subject, number);
create sequence event_numbers;

create table webhooks (
    id           uuid primary key,
    workspace_id uuid not null references workspaces,
    url          text not null,
    kinds        text[] not null default '{}',
    enabled      boolean not null default true,
    after_event  bigint not null,
    created_at   timestamptz not null default now()
);

create table deliveries (
    id         uuid primary key,
    webhook_id uuid not null references webhooks,
    event      bigint not null references events (number),
    state      text not null check (state in ('DUE', 'DELIVERED', 'GIVEN_UP')),
    attempts   integer not null default 0,
    status     integer,
    error      text not null default '',
    due_at     timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    unique (webhook_id, event)
);
create index on deliveries (due_at) where state = 'DUE';

-- Keys that sign what is sent to webhooks, and nothing else.
create table webhook_keys (
    kid        text primary key,
    public_key bytea not null,
    secret_key bytea not null,
    created_at timestamptz not null default now()
);

create table audit (
    number     bigint generated always as identity primary key,
    at         timestamptz not null default now(),
    key_id     uuid,
    method     text not null,
    path       text not null,
    status     integer not null,
    request_id text not null,
    remote     text not null
);

-- As db-scheduler has it.
create table scheduled_tasks (
    task_name            text not null,
    task_instance        text not null,
    task_data            bytea,
    execution_time       timestamptz not null,
    picked               boolean not null,
    picked_by            text,
    last_success         timestamptz,
    last_failure         timestamptz,
    consecutive_failures integer,
    last_heartbeat       timestamptz,
    version              bigint not null,
    priority             smallint,
    primary key (task_name, task_instance)
);
create index on scheduled_tasks (execution_time);
create index on scheduled_tasks (last_heartbeat);
