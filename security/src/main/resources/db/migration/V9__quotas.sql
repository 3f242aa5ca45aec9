-- One row a tenant: whoever reckons what a tenant takes, or changes it, changes this row first and so has the tenant to himself until the
-- transaction ends.
create table quota_ledger (
    tenant_id uuid not null primary key references tenant (id) on delete cascade,
    changes bigint not null
);

insert into quota_ledger (tenant_id, changes) select id, 0 from tenant;

-- The most that a tenant, or one stage of it, may take; the stage is empty for the whole tenant. What isn't here has no limit.
create table quota_limit (
    tenant_id uuid not null references tenant (id) on delete cascade,
    stage varchar(20) not null,
    kind varchar(20) not null,
    most bigint not null,
    primary key (tenant_id, stage, kind)
);

-- What each container takes; without a container's id, what one takes that is about to be made. A reservation without a container is worth
-- nothing after held_until; with one, nothing is taken off until then, since its host may not show yet what was done.
create table quota_claim (
    id uuid not null primary key,
    tenant_id uuid not null references tenant (id) on delete cascade,
    stage varchar(20) not null,
    host_id uuid not null,
    container_id varchar(64),
    running boolean not null,
    hyperv boolean not null,
    cpu_millis bigint not null,
    cpu_limited boolean not null,
    memory_bytes bigint not null,
    memory_limited boolean not null,
    held_until timestamp with time zone,
    constraint quota_claim_container unique (host_id, container_id)
);

create index quota_claim_tenant on quota_claim (tenant_id);
