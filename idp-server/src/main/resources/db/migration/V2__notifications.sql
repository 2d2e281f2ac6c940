-- The duty to tell every app, and where each app wants to be told.

alter table relying_party add column back_channel_logout_uri varchar(2000);

-- How long the app keeps a person signed in without asking us: after that there is nothing left to tell.
alter table relying_party add column session_lifetime_seconds bigint;

alter table relying_party add column receipt varchar(20) default 'on_problem' not null;

-- One row for each participant of an ended session that has a back channel: the duty, and never a signed token.
create table logout_notification (
    sid        varchar(22)                 not null,
    client_id  varchar(100)                not null,
    subject    varchar(64)                 not null,
    state      varchar(20)                 not null,
    attempts   int                         not null,
    owed_at    timestamp(6) with time zone not null,
    -- When somebody may make the next attempt. Moved ahead by whoever makes one, and empty once there is nothing to do.
    due_at     timestamp(6) with time zone,
    settled_at timestamp(6) with time zone,
    last_error varchar(300),
    primary key (sid, client_id)
);

create index logout_notification_due_at on logout_notification (due_at);
