-- Wrong passwords, counted for all nodes. What is counted is named by 24 bits of a hash: enough to tell accounts and addresses
-- apart, too little to tell which they were, and never more rows than that.
create table sign_in_attempt (
    counted      varchar(64)                 not null primary key,
    attempts     int                         not null,
    -- Nobody's password is looked at before this.
    next_at      timestamp(6) with time zone not null,
    forgotten_at timestamp(6) with time zone not null
);

create index sign_in_attempt_forgotten_at on sign_in_attempt (forgotten_at);

-- Browsers from which somebody signed in before. The value in the browser's cookie opens nothing; here is its hash.
create table known_browser (
    hash         varchar(43)                 not null,
    username     varchar(100)                not null,
    last_used_at timestamp(6) with time zone not null,
    primary key (hash, username)
);

create index known_browser_last_used_at on known_browser (last_used_at);
