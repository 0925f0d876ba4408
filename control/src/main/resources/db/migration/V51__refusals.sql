-- The number with which a node refused; null if it did not.
alter table node_verdicts add column refusal integer;
