-- Whether nodes may have begun to sign it: an end without a signature then keeps the place on the chain.
alter table withdrawals add column begun boolean not null default false;
update withdrawals set begun = true where stage in ('AUTHORIZED', 'SIGNING') or completed is not null;
