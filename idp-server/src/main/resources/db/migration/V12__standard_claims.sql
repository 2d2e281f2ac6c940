-- The standard claims of OpenID Connect besides name and e-mail address: an object of JSON, always read and written whole.
alter table account add column claims varchar(8000) default '{}' not null;

alter table account add column updated_at timestamp(6) with time zone default current_timestamp not null;
