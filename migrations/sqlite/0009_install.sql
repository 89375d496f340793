-- A workspace that installed the app by itself: its name; its token under lock, and which key that
-- is; the partner that its link was for, until somebody says that it is not theirs.
alter table installation add column name text;
alter table installation add column key_id text;
alter table installation add column locked text;
alter table installation add column proposed text;

-- Links by which a partner's workspace installs the app, by the hash of their code. Each works once.
create table invitation (
  hash       text    not null primary key,
  partner_id text    not null,
  expires_us integer not null
) strict;
