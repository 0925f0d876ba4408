-- Who gets what, in this order, where several are paid in one transaction; null or empty where one is.
alter table withdrawals add column part_destinations text[];
alter table withdrawals add column part_amounts numeric(78)[];

alter table withdrawals drop constraint withdrawals_kind_check;
alter table withdrawals add constraint withdrawals_kind_check
    check (kind in ('PAY', 'PAYOUT', 'SPEED_UP', 'CANCEL', 'SWEEP'));
