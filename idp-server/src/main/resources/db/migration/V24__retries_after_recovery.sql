-- Whether the last attempt failed and the next one is not claimed yet: only then may its wait be cut short.
alter table logout_notification add column waits_for_retry boolean default false not null;

-- How often the wait was cut short because the app answered again; bounded.
alter table logout_notification add column hastened int default 0 not null;

create index logout_notification_client_due_at on logout_notification (client_id, due_at);
