-- Codes by which somebody joins a partner or links another account of theirs, by the hash of the
-- code: for one partner, or for whoever made it. Each works once, in one place.
create table link_code (
  hash       text collate "C" not null primary key,
  partner_id text collate "C",
  made_by    text collate "C" not null,
  place      text collate "C" not null,
  expires_us bigint           not null
);

-- How often an account has typed codes that do not work, and when last.
create table link_try (
  identity text collate "C" not null primary key,
  wrong    bigint           not null,
  last_us  bigint           not null
);

-- Accounts that were added by a code; under which of several somebody acted last.
alter table person add column added text collate "C" not null default '{}';
alter table person add column acts text collate "C";
