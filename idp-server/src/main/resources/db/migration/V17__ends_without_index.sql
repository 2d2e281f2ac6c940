-- The end of a session changes ended_at. While no index has that column, PostgreSQL writes the changed row into the same page and
-- leaves the other indexes of the table alone. What is to be ended or forgotten is found by the limit instead. Made before the
-- other one is dropped: until then nodes that serve can read the table.
create index sso_session_expires_at on sso_session (expires_at);

drop index sso_session_ended_at;
