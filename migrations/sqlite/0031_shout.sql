-- Shout-outs by what they are about: a fact has one. What was written of it, how far it has come and
-- where it stands, as JSON.
create table shout (
  occasion   text    not null primary key,
  version    integer not null,
  partner_id text    not null,
  about      text    not null,
  stage      text    not null,
  since_us   integer not null,
  draft      text,
  said_by    text,
  channels   text    not null,
  due_us     integer
) strict;

-- What waits for a word, the newest first; and what waits for its time.
create index shout_open on shout (stage, since_us);
create index shout_due on shout (due_us);
