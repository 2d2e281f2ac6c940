-- Texts are compared byte by byte, whatever the locale of the database: nothing here is sorted for people, and an update of the
-- operating system that brings other rules of a language spoils no index. To be run while no server of ours is.
do $$
declare
    ours record;
begin
    for ours in
        select c.oid::regclass as name, c.reltuples > 0 as known,
            string_agg(
                format('alter column %I type %s collate "C"', a.attname, format_type(a.atttypid, a.atttypmod)), ', ') as texts
        from pg_class c
        join pg_attribute a on a.attrelid = c.oid
        where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r'
            and c.relname in ('account', 'audit_event', 'device_key', 'known_browser', 'lease', 'logout_confirmation',
                'logout_notification', 'logout_receipt', 'oauth2_authorization', 'oauth2_consent', 'oauth2_token', 'push_token',
                'relying_party', 'session_participant', 'sign_in_attempt', 'sign_out_handle', 'signing_key', 'spring_session',
                'spring_session_attributes', 'sso_session')
            and a.attnum > 0 and not a.attisdropped and a.attcollation <> 0
        group by c.oid
    loop
        execute format('alter table %s %s', ours.name, ours.texts);
        if ours.known then
            -- What the database had counted in these columns was forgotten with their type.
            execute format('analyze %s', ours.name);
        end if;
    end loop;
end
$$;
