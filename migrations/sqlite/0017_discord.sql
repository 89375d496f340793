-- What an adapter notes for itself and finds again after a restart: where it stands in a connection,
-- and forms that are open in front of somebody, with what they have typed. Forgotten after a day.
create table scratch (
  name     text    not null primary key,
  text     text    not null,
  noted_us integer not null
) strict;
create index scratch_noted on scratch (noted_us);
