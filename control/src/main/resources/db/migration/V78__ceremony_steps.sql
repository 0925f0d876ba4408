-- What nodes' logs tell of ceremonies, kept as the logs are followed: a node's step once.
create table ceremony_steps (
    key    text not null,
    epoch  integer not null,
    node   text not null,
    stands text not null,
    at     timestamptz not null,
    cause  text not null,
    primary key (key, epoch, node, stands)
);

-- From which entry on a log has been looked through for them; what is before is looked through page by page.
alter table followed_logs add column looked_from bigint;
update followed_logs set looked_from = size;
alter table followed_logs alter column looked_from set not null;
