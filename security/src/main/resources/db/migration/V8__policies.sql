-- What is said about what may run: for all tenants of a trust level, for one tenant, for one stage of it. What isn't here is as it comes
-- with the program.
create table policy_document (
    place varchar(120) not null primary key,
    tenant_id uuid references tenant (id) on delete cascade,
    document varchar(1048576) not null,
    version bigint not null,
    written_at timestamp with time zone not null,
    written_by varchar(64) not null
);

create index policy_document_tenant on policy_document (tenant_id);

-- Grows with every change of the table above, in the change's own transaction: whoever changes it holds this row, and whoever keeps it in
-- memory reads it to see whether it has changed.
create table policy_version (
    id integer not null primary key,
    version bigint not null,
    constraint policy_version_once check (id = 1)
);

insert into policy_version (id, version) values (1, 1);
