-- Sign-ins, consents and the like are audited, too: they have no scope, since they end nothing.
alter table audit_event alter column scope drop not null;
