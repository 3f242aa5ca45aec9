-- The unit of separation. Names are for people: everything else refers to the id, and an id never comes back.
create table tenant (
    id uuid not null primary key,
    name varchar(100) not null,
    name_key varchar(200) not null,
    trust varchar(12) not null,
    suspended_at timestamp with time zone,
    created_at timestamp with time zone not null,
    constraint tenant_name_key unique (name_key)
);

create table tenant_stage (
    tenant_id uuid not null references tenant (id) on delete cascade,
    stage varchar(20) not null,
    primary key (tenant_id, stage)
);
