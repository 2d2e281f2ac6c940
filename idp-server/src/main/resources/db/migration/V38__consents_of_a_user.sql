-- Users see to which apps they gave consent.
create index oauth2_consent_subject on oauth2_consent (subject);
