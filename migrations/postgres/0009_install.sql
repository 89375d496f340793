-- A workspace that installed the app by itself: its name; its token under lock, and which key that
-- is; the partner that its link was for, until somebody says that it is not theirs.
alter table installation add column name text collate "C";
alter table installation add column key_id text collate "C";
alter table installation add column locked text collate "C";
alter table installation add column proposed text collate "C";

-- Links by which a partner's workspace installs the app, by the hash of their code. Each works once.
create table invitation (
  hash       text collate "C" not null primary key,
  partner_id text collate "C" not null,
  expires_us bigint           not null
);
