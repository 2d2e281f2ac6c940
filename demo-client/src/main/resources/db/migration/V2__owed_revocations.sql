-- What the phone owes the server: tokens that it has forgotten, and could not take back because there was no network.
create table owed_revocation (
    id      varchar(36)                 not null primary key,
    token   varchar(2000)               not null,
    owed_at timestamp(6) with time zone not null
);
