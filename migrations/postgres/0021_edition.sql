-- Versions of the programme on their way into force: since when they are announced and to whom, as
-- JSON; when they last came into force.
create table edition (
  program     text collate "C" not null primary key,
  version     bigint not null,
  announced   text collate "C",
  in_force_us bigint
);
