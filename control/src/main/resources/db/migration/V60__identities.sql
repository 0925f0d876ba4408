-- Which account at the organisation's OpenID provider is whose: a statement that the passkey of somebody signed who may
-- propose documents. Control verifies it with each use: a row alone opens nothing.
create table identities (
    id                 uuid primary key,
    workspace_id       uuid not null references workspaces,
    issuer             text not null,
    subject            text not null,
    person             text not null,
    at                 timestamptz not null,
    person_key         bytea not null check (length(person_key) = 32),
    authenticator_data bytea not null,
    client_data        bytea not null,
    signature          bytea not null,
    unique (workspace_id, issuer, subject)
);

-- A session is by a passkey, or by an account at the provider, with which it ends.
alter table sessions alter column person_key drop not null;
alter table sessions add column identity_id uuid references identities on delete cascade;
alter table sessions add check ((person_key is null) <> (identity_id is null));

-- Sign-ins that were begun at the provider, each for one browser, once. Neither this row nor the browser alone has what the
-- provider is asked with.
create table provider_flows (
    token_hash bytea primary key check (length(token_hash) = 32),
    salt       bytea not null check (length(salt) = 32),
    remote     text not null,
    at         timestamptz not null
);
create index on provider_flows (remote, at);
