-- Long-running operations as people see them.
create table activity (
    id                 uuid                     not null primary key,
    kind               varchar(64)              not null,
    title              varchar(400)             not null,
    resource           varchar(400)             not null,
    parameters         varchar(20000)           not null,
    started_by         varchar(200)             not null,
    started_by_account uuid,
    started_through    varchar(16)              not null,
    started_from       varchar(200),
    repeats            uuid,
    repetition         integer                  not null,
    created_at         timestamp with time zone not null,
    started_at         timestamp with time zone,
    ended_at           timestamp with time zone,
    state              varchar(16)              not null,
    portal             varchar(100),
    cancelled_by       varchar(200),
    progress_current   bigint                   not null,
    progress_total     bigint                   not null,
    progress_message   varchar(1000)            not null,
    steps              varchar(100000)          not null,
    outcome            varchar(4000),
    changed_at         timestamp with time zone not null
);

create index activity_by_age on activity (created_at);
create index activity_by_state on activity (state, created_at);
create index activity_by_change on activity (changed_at);

-- The queue of the job library (db-scheduler 16); the library gives the names. A row is there from the
-- moment an activity is written down until it has ended.
create table scheduled_tasks (
    task_name            varchar(100)             not null,
    task_instance        varchar(100)             not null,
    task_data            bytea,
    execution_time       timestamp with time zone not null,
    picked               boolean                  not null,
    picked_by            varchar(100),
    last_success         timestamp with time zone,
    last_failure         timestamp with time zone,
    consecutive_failures integer,
    last_heartbeat       timestamp with time zone,
    version              bigint                   not null,
    priority             smallint,
    primary key (task_name, task_instance)
);

create index scheduled_tasks_by_time on scheduled_tasks (execution_time);
create index scheduled_tasks_by_heartbeat on scheduled_tasks (last_heartbeat);
