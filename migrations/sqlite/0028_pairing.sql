-- Codes by which somebody joins a partner or links another account of theirs, by the hash of the
-- code: for one partner, or for whoever made it. Each works once, in one place.
create table link_code (
  hash       text    not null primary key,
  partner_id text,
  made_by    text    not null,
  place      text    not null,
  expires_us integer not null
) strict;

-- How often an account has typed codes that do not work, and when last.
create table link_try (
  identity text    not null primary key,
  wrong    integer not null,
  last_us  integer not null
) strict;

-- Accounts that were added by a code; under which of several somebody acted last.
alter table person add column added text not null default '{}';
alter table person add column acts text;
