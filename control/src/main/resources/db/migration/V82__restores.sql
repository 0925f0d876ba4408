-- When a backup of this database was put in its place; what was done between the two is in none of its tables.
create table restores (
    at timestamptz primary key
);

-- It was in the backup and not over: what nodes did with it since the backup is unknown for good.
alter table withdrawals add column restored boolean not null default false;
