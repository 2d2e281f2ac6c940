-- Whether the entry was in the configuration of the last start. Entries that were made otherwise are never touched by a start.
alter table relying_party add column configured boolean default false not null;

-- Since when the entry is missing there. Such a client is unknown to every request.
alter table relying_party add column removed_at timestamp(6) with time zone;

alter table account add column configured boolean default false not null;

-- Since when the entry is missing there, if that disabled the account; empty if an administrator did.
alter table account add column removed_at timestamp(6) with time zone;

-- A keyed hash of the configured password, so that an unchanged one need not be verified; empty without a key, and for an encoded password.
alter table account add column configured_password_mac varchar(64);

-- One row: which configuration of clients and accounts was applied last.
create table configuration_state (
    id       int         not null primary key,
    version  bigint,
    -- Of the entries, without passwords.
    digest   varchar(64) not null,
    -- Incremented by each start that writes.
    revision bigint      not null
);

insert into configuration_state (id, digest, revision) values (1, '', 0);
