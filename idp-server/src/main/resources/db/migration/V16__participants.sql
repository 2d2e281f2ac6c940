-- The participants once more, one a line, in the row that every request reads and that every logout changes. Kept by the one
-- statement that adds a participant, under the lock of this row: a logout that knows a shorter list does not know all who are to
-- be told, and must look again.
alter table sso_session add column participants varchar(100000) default '' not null;

update sso_session s set participants = coalesce((
    select string_agg(p.client_id || chr(10), '' order by p.joined_at, p.client_id)
    from session_participant p where p.sid = s.sid), '');
