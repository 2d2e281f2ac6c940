-- What became of a logout, for the browser that asked for it, while apps have not answered yet.
create table logout_receipt (
    hash           varchar(43)                 not null primary key,
    browser_hash   varchar(43)                 not null,
    sid            varchar(22)                 not null,
    client_id      varchar(100),
    continue_uri   varchar(5000),
    target_dropped boolean                     not null,
    expires_at     timestamp(6) with time zone not null
);

create index logout_receipt_expires_at on logout_receipt (expires_at);
