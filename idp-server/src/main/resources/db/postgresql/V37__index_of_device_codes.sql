-- Expired device codes are deleted every few minutes, far before all other expired tokens. H2 has no such indexes.
create index oauth2_token_device_code on oauth2_token (expires_at) where kind = 'DEVICE_CODE';
