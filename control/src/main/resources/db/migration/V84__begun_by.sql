-- By which question of nodes they may have begun: none speaks for another that was put meanwhile.
alter table withdrawals add column begun_by uuid;
