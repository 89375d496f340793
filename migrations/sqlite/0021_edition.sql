-- Versions of the programme on their way into force: since when they are announced and to whom, as
-- JSON; when they last came into force.
create table edition (
  program     text    not null primary key,
  version     integer not null,
  announced   text,
  in_force_us integer
) strict;
