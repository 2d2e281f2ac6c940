-- Hash of what identifies the form by which a person signed in last: who presses its button twice gets one session.
alter table sso_session add column sign_in_form varchar(43);
