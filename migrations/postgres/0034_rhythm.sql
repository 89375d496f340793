-- Notes that partners' channels are told of their own accord, by series: whether somebody lets them
-- out, which round was left to be said last and how far. A row each, so no index.
create table rhythm (
  series    text collate "C" not null primary key,
  version   bigint not null,
  stage     text collate "C" not null,
  since_us  bigint not null,
  said_by   text collate "C",
  round_day text collate "C",
  through   text collate "C",
  away      text collate "C"
);
-- When a partner was last told that nothing has come of it for a while.
alter table partner add column nudged_us bigint;
