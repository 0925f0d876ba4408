-- Since when an event is to be brought: what a target does not take for days is given up, however seldom it was tried.
alter table deliveries add column begun_at timestamptz not null default now();
create index on deliveries (begun_at) where state = 'DUE';
