alter table relying_party add column front_channel_logout_uri varchar(2000);
alter table relying_party add column front_channel_session_required boolean default false not null;
alter table relying_party add column session_management boolean default false not null;
