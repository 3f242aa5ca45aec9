-- The hosts that people added. name_key is the name folded to one case: no two hosts differ by case alone.
create table known_host (
    id uuid not null primary key,
    name varchar(100) not null,
    name_key varchar(200) not null,
    address varchar(300) not null,
    engine_id varchar(200),
    added_at timestamp with time zone not null,
    version bigint not null,
    constraint known_host_name_key unique (name_key),
    constraint known_host_address unique (address),
    constraint known_host_engine_id unique (engine_id)
);

create table known_host_label (
    known_host uuid not null references known_host (id) on delete cascade,
    known_host_key varchar(64) not null,
    label_text varchar(256) not null,
    primary key (known_host, known_host_key)
);

-- Addresses that were made hosts without anybody asking, once: a host that somebody removed stays removed.
create table adopted_address (
    address varchar(300) not null primary key,
    adopted_at timestamp with time zone not null
);
