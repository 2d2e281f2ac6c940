-- What makes everything before count no more: a disabled account, a new password, an order to revoke all.

alter table account add column disabled_at timestamp(6) with time zone;

-- Counted up by each of them. A sign-in whose password was checked before is refused.
alter table account add column epoch int default 0 not null;

-- Set by the person: a start of the server does not put the configured one back.
alter table account add column own_password boolean default false not null;

-- Never used: known_browser knows it.
drop table known_device;
