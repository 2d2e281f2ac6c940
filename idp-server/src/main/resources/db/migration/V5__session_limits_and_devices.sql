-- When a session ends by itself, on which device it is, and what cleans up after it.

-- expires_at is the nearer of two limits: this one, and the time that the person may be away.
alter table sso_session add column absolute_expires_at timestamp(6) with time zone;

alter table sso_session add column started_at timestamp(6) with time zone;

alter table sso_session add column last_seen_at timestamp(6) with time zone;

update sso_session
set absolute_expires_at = expires_at, started_at = authenticated_at, last_seen_at = authenticated_at;

alter table sso_session alter column absolute_expires_at set not null;

alter table sso_session alter column started_at set not null;

alter table sso_session alter column last_seen_at set not null;

-- What the browser said it was, in two words: the header itself is not kept.
alter table sso_session add column device_browser varchar(40);

alter table sso_session add column device_system varchar(40);

-- Of the secret that a browser keeps for as long as it may, so that it is known again.
alter table sso_session add column device_hash varchar(43);

alter table sso_session add column address_hash varchar(43);

alter table sso_session add column fingerprint_hash varchar(43);

alter table sso_session add column new_device boolean default false not null;

-- Finds what is past its limit (not ended, ordered by limit) and what ended long ago.
create index sso_session_ended_at on sso_session (ended_at, expires_at);

create index sso_session_device_hash on sso_session (device_hash);

-- Which browsers a person has signed in with: kept for longer than the sessions.
create table known_device (
    device_hash  varchar(43)                 not null,
    subject      varchar(64)                 not null,
    last_seen_at timestamp(6) with time zone not null,
    primary key (device_hash, subject)
);

create index known_device_last_seen_at on known_device (last_seen_at);

-- The key of the hashes of addresses and browsers, unless the configuration has one.
create table device_key (
    generation int                         not null primary key,
    secret     varchar(43)                 not null,
    created_at timestamp(6) with time zone not null
);

-- Work that one node at a time does.
create table lease (
    name       varchar(50)                 not null primary key,
    expires_at timestamp(6) with time zone not null
);

create index oauth2_authorization_ended_at on oauth2_authorization (ended_at);

create index oauth2_token_expires_at on oauth2_token (expires_at);

create index logout_confirmation_expires_at on logout_confirmation (expires_at);

create index logout_notification_settled_at on logout_notification (settled_at);
