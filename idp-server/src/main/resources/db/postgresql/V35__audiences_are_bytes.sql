alter table relying_party
    alter column audiences type varchar(2000) collate "C",
    alter column resource_uris type text collate "C";

-- Another collation of a column without an index writes no row again.
alter table oauth2_token alter column audience type varchar(2000) collate "C";
