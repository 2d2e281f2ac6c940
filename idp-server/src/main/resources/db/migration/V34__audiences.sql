-- Resource servers that the access tokens of a client are for, one a line: client ids or URIs. Empty for this server alone.
alter table relying_party add column audiences varchar(2000) default '' not null;

-- An API that introspects access tokens of other clients whose audience names it, by its client id or one of these URIs, one a line.
alter table relying_party add column resource_server boolean default false not null;

alter table relying_party add column resource_uris text default '' not null;

-- The audience of an access token, one value a line. Empty for other values, and for tokens that are older than this column, which are
-- for this server alone.
alter table oauth2_token add column audience varchar(2000) default '' not null;
