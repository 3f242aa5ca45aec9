-- Each record carries its place and a hash over the record before it and itself; the head says how many there are and how the last one
-- hashes. So a record that is changed, put in, moved or taken out shows. Records from before are chained at the first start.
alter table audit_record add column chain_position bigint;
alter table audit_record add column chain_hash varchar(64);
alter table audit_record add constraint audit_record_chain_position unique (chain_position);

create table audit_head (
    id integer not null primary key,
    records bigint not null,
    hash varchar(64) not null,
    older_chained boolean not null,
    constraint audit_head_once check (id = 1)
);

insert into audit_head (id, records, hash, older_chained)
    values (1, 0, '0000000000000000000000000000000000000000000000000000000000000000', false);
