alter table logout_receipt alter column other_sids type text collate "C";
