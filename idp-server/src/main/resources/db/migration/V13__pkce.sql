-- Confidential clients of before PKCE may go without, where configuration says so.
alter table relying_party add column require_pkce boolean default true not null;
