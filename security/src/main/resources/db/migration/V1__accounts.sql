-- Set-up happens once: the single possible row makes two administrators created at the same moment impossible.
create table portal_setup (
    id integer not null primary key,
    completed_at timestamp with time zone not null,
    constraint portal_setup_once check (id = 1)
);

create table account (
    id uuid not null primary key,
    username varchar(64) not null,
    username_key varchar(64) not null,
    role varchar(40),
    password_hash varchar(255) not null,
    created_at timestamp with time zone not null,
    password_changed_at timestamp with time zone not null,
    version bigint not null,
    constraint account_username_key unique (username_key)
);

create table api_token (
    id uuid not null primary key,
    account_id uuid not null references account (id) on delete cascade,
    name varchar(100) not null,
    token_hash varchar(64) not null,
    hint varchar(8) not null,
    created_at timestamp with time zone not null,
    expires_at timestamp with time zone not null,
    last_used_at timestamp with time zone,
    constraint api_token_hash unique (token_hash)
);

create index api_token_account on api_token (account_id);

-- Browsers that an account has signed in from: they keep a way in while somebody guesses passwords.
create table known_device (
    token_hash varchar(64) not null primary key,
    account_id uuid not null references account (id) on delete cascade,
    issued_at timestamp with time zone not null,
    last_used_at timestamp with time zone not null
);

create index known_device_account on known_device (account_id);

-- Append-only. No reference to account: what somebody did outlives the account.
create table audit_record (
    id bigint generated always as identity primary key,
    call_id uuid not null,
    recorded_at timestamp with time zone not null,
    phase varchar(12) not null,
    action varchar(64) not null,
    resource varchar(500) not null,
    account_id uuid,
    account_name varchar(64) not null,
    door varchar(12) not null,
    address varchar(64),
    request_id varchar(64),
    detail varchar(500)
);

create index audit_record_recorded_at on audit_record (recorded_at);
create index audit_record_account on audit_record (account_id, recorded_at);
