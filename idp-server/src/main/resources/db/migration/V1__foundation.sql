-- The same statements run on H2 and on PostgreSQL.

create table account (
    subject        varchar(64)  not null primary key,
    username       varchar(100) not null unique,
    password_hash  varchar(200) not null,
    name           varchar(200),
    email          varchar(254),
    email_verified boolean      not null
);

-- Lists are kept one value a line: a relying party is always read whole, by its key.
create table relying_party (
    client_id                 varchar(100)  not null primary key,
    name                      varchar(200)  not null,
    secret_hash               varchar(43),
    theme                     varchar(50),
    require_consent           boolean       not null,
    grant_types               varchar(2000) not null,
    scopes                    varchar(2000) not null,
    redirect_uris             text          not null,
    post_logout_redirect_uris text          not null,
    allowed_origins           text          not null
);

create table sso_session (
    sid              varchar(22)                 not null primary key,
    subject          varchar(64)                 not null,
    authenticated_at timestamp(6) with time zone not null,
    expires_at       timestamp(6) with time zone not null,
    ended_at         timestamp(6) with time zone,
    end_reason       varchar(30)
);

create index sso_session_subject on sso_session (subject);

create table session_participant (
    sid       varchar(22)                 not null,
    client_id varchar(100)                not null,
    joined_at timestamp(6) with time zone not null,
    primary key (sid, client_id)
);

create table oauth2_authorization (
    id               varchar(36)                 not null primary key,
    client_id        varchar(100)                not null,
    subject          varchar(64),
    sid              varchar(22),
    grant_type       varchar(100)                not null,
    scopes           varchar(2000)               not null,
    offline          boolean                     not null,
    request          text,
    authenticated_at timestamp(6) with time zone,
    created_at       timestamp(6) with time zone not null,
    ended_at         timestamp(6) with time zone
);

create index oauth2_authorization_sid on oauth2_authorization (sid);

create index oauth2_authorization_subject on oauth2_authorization (subject);

-- Every value ever handed out, as its SHA-256 and nothing else.
create table oauth2_token (
    hash             varchar(43)                 not null primary key,
    authorization_id varchar(36)                 not null references oauth2_authorization on delete cascade,
    kind             varchar(20)                 not null,
    scopes           varchar(2000)               not null,
    issued_at        timestamp(6) with time zone not null,
    expires_at       timestamp(6) with time zone not null,
    spent_at         timestamp(6) with time zone
);

create index oauth2_token_authorization on oauth2_token (authorization_id);

create table oauth2_consent (
    client_id varchar(100)  not null,
    subject   varchar(64)   not null,
    scopes    varchar(2000) not null,
    primary key (client_id, subject)
);

-- The generation is the key so that of several nodes starting at once on an empty table exactly one makes it.
create table signing_key (
    generation int                         not null primary key,
    jwk        text                        not null,
    created_at timestamp(6) with time zone not null
);

create table logout_confirmation (
    hash         varchar(43)                 not null primary key,
    sid          varchar(22)                 not null,
    client_id    varchar(100),
    redirect_uri varchar(2000),
    state        varchar(2000),
    created_at   timestamp(6) with time zone not null,
    expires_at   timestamp(6) with time zone not null,
    used_at      timestamp(6) with time zone
);

create index logout_confirmation_sid on logout_confirmation (sid);

-- Spring Session's own table; its session id is a hash here, and its principal name is the sid.
create table spring_session (
    primary_id            varchar(36) not null primary key,
    session_id            varchar(43) not null,
    creation_time         bigint      not null,
    last_access_time      bigint      not null,
    max_inactive_interval int         not null,
    expiry_time           bigint      not null,
    principal_name        varchar(100)
);

create unique index spring_session_session_id on spring_session (session_id);

create index spring_session_expiry_time on spring_session (expiry_time);

create index spring_session_principal_name on spring_session (principal_name);

create table spring_session_attributes (
    session_primary_id varchar(36)     not null references spring_session on delete cascade,
    attribute_name     varchar(200)    not null,
    attribute_bytes    bytea           not null,
    primary key (session_primary_id, attribute_name)
);
