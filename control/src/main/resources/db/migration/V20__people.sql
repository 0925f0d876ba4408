-- People who sign in. Who they are and what they may do the document of people says, which nodes have in force: this
-- gives those who were here a name that rows can point at.
create table accounts (
    id           uuid primary key,
    workspace_id uuid not null references workspaces,
    person       text not null,
    created_at   timestamptz not null default now(),
    last_used_at timestamptz,
    unique (workspace_id, person)
);

-- The hash of what a browser holds, never that itself.
create table sessions (
    token_hash bytea primary key check (length(token_hash) = 32),
    account_id uuid not null references accounts,
    person_key bytea not null check (length(person_key) = 32),
    created_at timestamptz not null,
    used_at    timestamptz not null,
    ends_at    timestamptz not null
);
create index on sessions (ends_at);

-- What a passkey is asked to sign, once.
create table sign_in_challenges (
    challenge  bytea primary key check (length(challenge) = 32),
    remote     text not null,
    at         timestamptz not null
);
create index on sign_in_challenges (remote, at);

create table sign_in_failures (
    remote text not null,
    at     timestamptz not null
);
create index on sign_in_failures (remote, at);

-- Whoever asks may be a person from now on.
alter table idempotency_keys drop constraint idempotency_keys_key_id_fkey;
alter table withdrawals drop constraint withdrawals_created_by_fkey;

-- Intents that wait for the passkey of the one who asked for them.
create table passkey_intents (
    withdrawal_id uuid not null references withdrawals,
    account_id    uuid not null references accounts,
    intent        bytea not null,
    primary key (withdrawal_id, account_id)
);

-- What each node said when it was asked last.
create table node_verdicts (
    intent_id bytea not null check (length(intent_id) = 32),
    node      text not null,
    said      text not null check (said in ('signed', 'refused', 'stopped')),
    words     text not null,
    at        timestamptz not null,
    primary key (intent_id, node)
);

-- Newcomers, and the public keys that wait for the next document of people.
create table invitations (
    id           uuid primary key,
    workspace_id uuid not null references workspaces,
    code_hash    bytea not null unique check (length(code_hash) = 32),
    name         text not null,
    roles        text[] not null,
    created_by   uuid not null,
    person_key   bytea,
    created_at   timestamptz not null default now(),
    expires_at   timestamptz not null
);

-- Changes that wait for their proposer's passkey, and those that control brought to nodes.
create table proposals (
    id           bytea primary key check (length(id) = 32),
    workspace_id uuid not null references workspaces,
    account_id   uuid not null references accounts,
    change       bytea not null,
    created_at   timestamptz not null default now(),
    brought_at   timestamptz
);
