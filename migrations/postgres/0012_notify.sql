-- What somebody wants to be told directly, and when not.
alter table person add column wanted text collate "C";

-- In which time zone somebody lives, as their platform said last: quiet hours are of their own day.
create table person_zone (
  identity text collate "C" not null primary key,
  zone     text collate "C",
  seen_us  bigint           not null
);

-- The address of a card's message, once it was asked for; forgotten when its channel gets another id.
alter table card add column address text collate "C";
