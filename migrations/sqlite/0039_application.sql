-- Companies that want to join: who was invited, what was sent, what was decided, as JSON.
create table application (
  application_id text    not null primary key,
  version        integer not null,
  stage          text    not null,
  since_us       integer not null,
  person_id      text,
  domain         text,
  invited        text,
  applied        text,
  decision       text,
  reminded       integer not null,
  due_us         integer
) strict;

-- Nobody and no company applies twice at once; and what waits beyond its time.
create index application_of on application (person_id);
create index application_on on application (domain);
create index application_due on application (due_us);
