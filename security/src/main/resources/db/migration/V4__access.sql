-- Who may do what where. Rights are read from here alone; the one role that accounts had until now becomes a binding.
alter table account add column kind varchar(12) default 'PERSON' not null;
alter table account add column suspended_at timestamp with time zone;
alter table account alter column password_hash drop not null;
alter table account add constraint account_person_has_password check (kind <> 'PERSON' or password_hash is not null);

-- People and services that are given roles together.
create table account_group (
    id uuid not null primary key,
    name varchar(100) not null,
    name_key varchar(200) not null,
    created_at timestamp with time zone not null,
    constraint account_group_name_key unique (name_key)
);

create table account_group_member (
    group_id uuid not null references account_group (id) on delete cascade,
    account_id uuid not null references account (id) on delete cascade,
    primary key (group_id, account_id)
);

create index account_group_member_account on account_group_member (account_id);

-- Roles that people made up; the ready-made ones are part of the program.
create table access_role (
    id uuid not null primary key,
    name varchar(100) not null,
    name_key varchar(200) not null,
    summary varchar(500) not null,
    created_at timestamp with time zone not null,
    constraint access_role_name_key unique (name_key)
);

create table access_role_permission (
    role_id uuid not null references access_role (id) on delete cascade,
    permission varchar(64) not null,
    primary key (role_id, permission)
);

-- Who has which role at which path. role_id is a ready-made role's fixed id or one of access_role.
create table access_binding (
    id uuid not null primary key,
    account_id uuid references account (id) on delete cascade,
    group_id uuid references account_group (id) on delete cascade,
    role_id uuid not null,
    path varchar(400) not null,
    valid_from timestamp with time zone,
    valid_until timestamp with time zone,
    bound_at timestamp with time zone not null,
    bound_by varchar(64) not null,
    constraint access_binding_one_holder check ((account_id is null) <> (group_id is null))
);

create index access_binding_account on access_binding (account_id);
create index access_binding_group on access_binding (group_id);
create index access_binding_path on access_binding (path);

-- Grows with every change of the tables above, in the change's own transaction: whoever changes them holds this row, and whoever keeps
-- them in memory reads it to see whether they have changed.
create table access_version (
    id integer not null primary key,
    version bigint not null,
    constraint access_version_once check (id = 1)
);

insert into access_version (id, version) values (1, 1);

-- The first administrator is Platform Owner from now on.
insert into access_binding (id, account_id, group_id, role_id, path, valid_from, valid_until, bound_at, bound_by)
    select id, id, null, '00000000-0000-4000-8000-000000000001', '/', null, null, created_at, 'mullion'
    from account where role = 'PLATFORM_ADMINISTRATOR';

alter table account drop column role;
