-- Whose the containers on hosts are. One that isn't here belongs to no tenant. Hosts have no foreign key: what is known of a host that is
-- gone is harmless, since its id never comes back.
create table belonging (
    host_id uuid not null,
    container_id varchar(64) not null,
    tenant_id uuid not null references tenant (id) on delete cascade,
    stage varchar(20) not null,
    account_id uuid references account (id) on delete set null,
    since timestamp with time zone not null,
    primary key (host_id, container_id)
);

create index belonging_tenant on belonging (tenant_id);

-- Grows with every change of the table above, in the change's own transaction.
create table belonging_version (
    id integer not null primary key,
    version bigint not null,
    constraint belonging_version_once check (id = 1)
);

insert into belonging_version (id, version) values (1, 1);
