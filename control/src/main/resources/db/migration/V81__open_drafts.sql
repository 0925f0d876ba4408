-- How many drafts a caller has open is counted for each that he makes.
create index on withdrawals (created_by) where stage = 'DRAFT';
