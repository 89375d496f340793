-- Leaderboards as they stood when their period was over: what was counted, how far each has come,
-- who was on it and what of that counted less afterwards, as JSON. A dozen and a half a year, so no
-- index.
create table board (
  period     text collate "C" not null primary key,
  version    bigint not null,
  taken_us   bigint not null,
  counts     text collate "C" not null,
  stage      text collate "C" not null,
  since_us   bigint not null,
  settled_by text collate "C",
  post       text collate "C",
  late       text collate "C",
  shown      text collate "C" not null,
  lowered    text collate "C" not null
);
