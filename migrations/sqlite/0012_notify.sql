-- What somebody wants to be told directly, and when not.
alter table person add column wanted text;

-- In which time zone somebody lives, as their platform said last: quiet hours are of their own day.
create table person_zone (
  identity text    not null primary key,
  zone     text,
  seen_us  integer not null
) strict;

-- The address of a card's message, once it was asked for; forgotten when its channel gets another id.
alter table card add column address text;
