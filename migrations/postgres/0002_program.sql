-- The text of every programme that came into force: what stood on an event as its version can be
-- looked up for as long as the event stands.
create table program (
  version  text collate "C" not null primary key,
  text     text collate "C" not null,
  -- For people: a file's name, or the built-in one.
  source   text collate "C" not null,
  taken_us bigint not null
);

-- The code with which the first admin names themselves; never in clear.
create table admin_code (
  id         bigint not null primary key check (id = 1),
  hash       text collate "C" not null,
  expires_us bigint not null,
  tries      bigint not null
);

-- Whether the programme it was sent under takes no referrals of this account.
alter table referral add column off_limits boolean not null default false;
