-- By their person only those authorizations are looked for that no session takes along; most are not among them. H2 has no such
-- indexes. Who writes an authorization waits meanwhile. The index that this one replaces goes in a migration of its own: whoever
-- waits for this one could hold what that has to wait for.
create index oauth2_authorization_unbound on oauth2_authorization (subject) where sid is null or offline;
