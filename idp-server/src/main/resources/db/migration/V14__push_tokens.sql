-- Which devices may ring, by the hash of what a push service knows them by. Each counts as long as its authorization does.
create table push_token (
    hash             varchar(43)                 not null primary key,
    authorization_id varchar(36)                 not null references oauth2_authorization on delete cascade,
    registered_at    timestamp(6) with time zone not null
);

create index push_token_authorization on push_token (authorization_id);
