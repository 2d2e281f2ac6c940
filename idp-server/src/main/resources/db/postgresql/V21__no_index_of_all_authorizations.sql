-- In its place is oauth2_authorization_unbound.
drop index oauth2_authorization_subject;
