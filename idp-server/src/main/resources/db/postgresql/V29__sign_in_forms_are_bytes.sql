alter table sso_session alter column sign_in_form type varchar(43) collate "C";
