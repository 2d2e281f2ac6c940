-- A state of 8,000 characters once it is percent-encoded, behind a registered URI of 2,000.
alter table logout_confirmation alter column state set data type varchar(8000);

alter table logout_receipt alter column continue_uri set data type varchar(10100);
