-- The same statements run on H2 and on PostgreSQL.

-- Spring Session's own tables.
create table spring_session (
    primary_id            varchar(36) not null primary key,
    session_id            varchar(36) not null,
    creation_time         bigint      not null,
    last_access_time      bigint      not null,
    max_inactive_interval int         not null,
    expiry_time           bigint      not null,
    principal_name        varchar(255)
);

create unique index spring_session_session_id on spring_session (session_id);

create index spring_session_expiry_time on spring_session (expiry_time);

create index spring_session_principal_name on spring_session (principal_name);

create table spring_session_attributes (
    session_primary_id varchar(36)  not null references spring_session on delete cascade,
    attribute_name     varchar(200) not null,
    attribute_bytes    bytea        not null,
    primary key (session_primary_id, attribute_name)
);

-- Which session at the identity provider each session of ours came from. A row outlives its session, to tell why it ended.
create table sign_in (
    session_id   varchar(36)                 not null primary key,
    issuer       varchar(500)                not null,
    client_id    varchar(255)                not null,
    sid          varchar(255),
    subject      varchar(255)                not null,
    signed_in_at timestamp(6) with time zone not null,
    ended_at     timestamp(6) with time zone,
    ended_by     varchar(20)
);

create index sign_in_sid on sign_in (sid);

create index sign_in_subject on sign_in (subject);

create index sign_in_signed_in_at on sign_in (signed_in_at);

-- Logout tokens that were genuine, by their jti; never their values.
create table logout_token (
    issuer       varchar(500)                not null,
    client_id    varchar(255)                not null,
    jti          varchar(255)                not null,
    sid          varchar(255),
    subject      varchar(255),
    issued_at    timestamp(6) with time zone not null,
    keep_until   timestamp(6) with time zone not null,
    completed_at timestamp(6) with time zone,
    primary key (issuer, client_id, jti)
);

create index logout_token_sid on logout_token (sid);

create index logout_token_subject on logout_token (subject);

create index logout_token_keep_until on logout_token (keep_until);
