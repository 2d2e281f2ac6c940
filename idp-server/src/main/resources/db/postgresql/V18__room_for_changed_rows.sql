-- Rows that are changed once or a few times in their life: with room in their page they stay there. Holds for pages that are filled
-- from now on.
alter table sso_session set (fillfactor = 80);

alter table oauth2_token set (fillfactor = 90);
