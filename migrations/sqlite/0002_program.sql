-- The text of every programme that came into force: what stood on an event as its version can be
-- looked up for as long as the event stands.
create table program (
  version  text    not null primary key,
  text     text    not null,
  -- For people: a file's name, or the built-in one.
  source   text    not null,
  taken_us integer not null
) strict;

-- The code with which the first admin names themselves; never in clear.
create table admin_code (
  id         integer not null primary key check (id = 1),
  hash       text    not null,
  expires_us integer not null,
  tries      integer not null
) strict;

-- Whether the programme it was sent under takes no referrals of this account.
alter table referral add column off_limits integer not null default 0;
