-- Leaderboards as they stood when their period was over: what was counted, how far each has come,
-- who was on it and what of that counted less afterwards, as JSON. A dozen and a half a year, so no
-- index.
create table board (
  period     text    not null primary key,
  version    integer not null,
  taken_us   integer not null,
  counts     text    not null,
  stage      text    not null,
  since_us   integer not null,
  settled_by text,
  post       text,
  late       text,
  shown      text    not null,
  lowered    text    not null
) strict;
