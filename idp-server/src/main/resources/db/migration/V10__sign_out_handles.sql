-- Ends one authorization and opens nothing: for browsers that keep its refresh token in a cookie that is not sent along.
create table sign_out_handle (
    hash             varchar(43)  not null primary key,
    authorization_id varchar(36)  not null references oauth2_authorization on delete cascade,
    client_id        varchar(100) not null
);

create index sign_out_handle_authorization on sign_out_handle (authorization_id);
