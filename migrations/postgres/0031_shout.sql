-- Shout-outs by what they are about: a fact has one. What was written of it, how far it has come and
-- where it stands, as JSON.
create table shout (
  occasion   text collate "C" not null primary key,
  version    bigint not null,
  partner_id text collate "C" not null,
  about      text collate "C" not null,
  stage      text collate "C" not null,
  since_us   bigint not null,
  draft      text collate "C",
  said_by    text collate "C",
  channels   text collate "C" not null,
  due_us     bigint
);

-- What waits for a word, the newest first; and what waits for its time.
create index shout_open on shout (stage, since_us);
create index shout_due on shout (due_us);
