-- By their person only those authorizations are looked for that no session takes along; most never are. H2 has no such indexes.
create index oauth2_authorization_unbound on oauth2_authorization (subject) where sid is null or offline;

drop index oauth2_authorization_subject;
