-- Texts are compared byte by byte, whatever the locale of the database: nothing here is sorted for people, and an update of the
-- operating system that brings other rules of a language spoils no index.
do $$
declare
    texts record;
begin
    for texts in
        select c.oid::regclass as owner, a.attname as name, format_type(a.atttypid, a.atttypmod) as type
        from pg_attribute a
        join pg_class c on c.oid = a.attrelid
        where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r'
            and c.relname <> 'flyway_schema_history'
            and a.attnum > 0 and not a.attisdropped and a.attcollation <> 0
    loop
        execute format('alter table %s alter column %I type %s collate "C"', texts.owner, texts.name, texts.type);
    end loop;
end
$$;
