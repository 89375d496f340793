-- Notes that partners' channels are told of their own accord, by series: whether somebody lets them
-- out, which round was left to be said last and how far. A row each, so no index.
create table rhythm (
  series    text    not null primary key,
  version   integer not null,
  stage     text    not null,
  since_us  integer not null,
  said_by   text,
  round_day text,
  through   text,
  away      text
) strict;
-- When a partner was last told that nothing has come of it for a while.
alter table partner add column nudged_us integer;
