-- Whether the ID tokens of the client have the claims of the granted scopes, as the UserInfo endpoint gives them.
alter table relying_party add column id_token_claims boolean default false not null;
