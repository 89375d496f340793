-- Companies that want to join: who was invited, what was sent, what was decided, as JSON.
create table application (
  application_id text collate "C" not null primary key,
  version        bigint not null,
  stage          text collate "C" not null,
  since_us       bigint not null,
  person_id      text collate "C",
  domain         text collate "C",
  invited        text collate "C",
  applied        text collate "C",
  decision       text collate "C",
  reminded       boolean not null,
  due_us         bigint
);

-- Nobody and no company applies twice at once; and what waits beyond its time.
create index application_of on application (person_id);
create index application_on on application (domain);
create index application_due on application (due_us);
