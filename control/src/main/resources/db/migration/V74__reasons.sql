-- What somebody said with an answer. Nobody signed it: it is shown as control carries it.
alter table approvals add column reason text not null default '';
