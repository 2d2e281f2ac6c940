alter table logout_confirmation alter column state type varchar(8000) collate "C";

alter table logout_receipt alter column continue_uri type varchar(10100) collate "C";
