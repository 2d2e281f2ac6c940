-- Sessions that ended besides that of the browser, one a line: a receipt is always read whole.
alter table logout_receipt add column other_sids text default '' not null;

-- Empty if the browser stays signed in.
alter table logout_receipt alter column sid drop not null;
