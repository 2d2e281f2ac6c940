alter table account alter column configured_password_mac type varchar(64) collate "C";
alter table configuration_state alter column digest type varchar(64) collate "C";
