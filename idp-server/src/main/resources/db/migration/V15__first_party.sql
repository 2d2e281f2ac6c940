-- Applications of one's own, into which people may type their password.
alter table relying_party add column first_party boolean default false not null;
