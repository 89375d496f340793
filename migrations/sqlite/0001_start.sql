-- Times are microseconds since 1970 UTC (suffix _us), days are ISO dates (suffix _day).
-- The same numbers and columns stand in migrations/postgres; a test compares the two.

-- What this database is for; see "Sandbox or real" in docs/architecture.md.
create table meta (
  name  text not null primary key,
  value text not null
) strict;

-- One row: where the log stands. Locked once per batch, so that the chain has one order.
create table head (
  id         integer not null primary key check (id = 1),
  event_seq  integer not null,
  outbox_seq integer not null,
  chain      text    not null,
  at_us      integer not null
) strict;
insert into head (id, event_seq, outbox_seq, chain, at_us)
values (1, 0, 0, '0000000000000000000000000000000000000000000000000000000000000000', 0);

-- The log. Append-only; everything below "read rows" can be rebuilt from it.
create table event (
  seq     integer not null primary key,
  stream  text    not null,
  version integer not null,
  kind    text    not null,
  payload text    not null,
  actor   text    not null,
  cause   text    not null,
  program text    not null,
  at_us   integer not null,
  chain   text    not null,
  unique (stream, version)
) strict;
create trigger event_is_never_changed before update on event
begin select raise(abort, 'events are append-only'); end;
create trigger event_is_never_deleted before delete on event
begin select raise(abort, 'events are append-only'); end;

-- Names, addresses and people's texts. An event holds only sha256(salt, text): deleting the row
-- makes the text unrecoverable and leaves the chain whole.
create table personal (
  digest  text not null primary key,
  subject text not null,
  field   text not null,
  salt    text not null,
  text    text not null
) strict;
create index personal_subject on personal (subject);

-- Read rows --------------------------------------------------------------------------------

create table partner (
  partner_id text    not null primary key,
  version    integer not null,
  code       text    not null unique check (length(code) = 3),
  name       text    not null,
  state      text    not null,
  domains    text    not null,
  workspaces text    not null,
  test       integer not null,
  sent       integer not null,
  added_us   integer not null
) strict;

-- Whose workspace it is: decides whom a press in a shared channel comes from.
create table partner_workspace (
  workspace  text not null primary key,
  partner_id text not null
) strict;

create table channel (
  channel_id text    not null primary key,
  version    integer not null,
  workspace  text    not null,
  audience   text,
  partner_id text,
  dead_code  text,
  linked_us  integer not null
) strict;
create index channel_partner on channel (partner_id);

create table person (
  person_id  text    not null primary key,
  version    integer not null,
  name       text,
  roles      text    not null,
  partner_id text,
  partner_admin integer not null,
  identities text not null
) strict;

-- (platform, workspace, user) of a person; one person may have several.
create table identity (
  identity  text not null primary key,
  person_id text not null
) strict;
create index identity_person on identity (person_id);

create table referral (
  referral_id  text    not null primary key,
  version      integer not null,
  partner_id   text    not null,
  code         text    not null,
  number       integer not null,
  form_id      text    not null unique,
  status       text    not null,
  stage        text,
  domain       text    not null,
  company      text    not null,
  need         text    not null,
  relationship text    not null,
  introduction text    not null,
  basis        text    not null,
  contact_name  text,
  contact_email text,
  job_title     text,
  submitted_by text    not null,
  submitted_us integer not null,
  due_us       integer not null,
  receipt      text    not null,
  program      text    not null,
  owner        text,
  note         text,
  decided_by   text,
  decided_us   integer,
  late_days    integer not null,
  protected_through_day text,
  expires_us   integer,
  -- By when it stands in line, since when it stands where it stands.
  in_line_since_us integer not null,
  since_us     integer not null,
  -- The promise: due_us above is the first one, this is after every stop of its clock.
  promise_due_us integer not null,
  stopped_us   integer,
  match_open   integer not null,
  question     text,
  lapses_us    integer,
  next_step    text,
  reason       text,
  partner_text text,
  closing      text,
  ended_by     text,
  updated_us   integer not null,
  unique (partner_id, number)
) strict;
-- "Is this account taken?" asks by domain, among the live ones.
create index referral_domain on referral (domain, status);
-- The clock's jobs ask for what is over.
create index referral_lapses on referral (lapses_us) where lapses_us is not null;
create index referral_expires on referral (expires_us) where status = 'approved';

-- Where a card stands on a platform, once it was posted.
create table card (
  card_id    text    not null primary key,
  workspace  text    not null,
  channel    text    not null,
  message_id text    not null,
  posted_us  integer not null
) strict;

-- Plumbing ---------------------------------------------------------------------------------

-- Workspaces that have installed the app. The token itself stands in the environment variable
-- that token_env names.
create table installation (
  workspace    text    not null primary key,
  token_env    text    not null,
  bot_user     text,
  dead_code    text,
  installed_us integer not null
) strict;

-- Every delivery, once. The answer is what a second delivery of the same thing gets.
create table inbox (
  key         text    not null primary key,
  kind        text    not null,
  workspace   text    not null,
  identity    text,
  raw         text    not null,
  answer      text    not null,
  result      text    not null,
  received_us integer not null,
  done_us     integer not null
) strict;
create index inbox_done on inbox (done_us);

-- An opened form: what it is about and who opened it, so that the platform holds only its id.
create table form (
  form_id   text    not null primary key,
  flow      text    not null,
  subject   text    not null,
  seen_version integer not null,
  identity  text    not null,
  workspace text    not null,
  channel   text,
  opened_us integer not null,
  -- What the person was told when the form had its effect; sent again, it gets the same.
  answer    text
) strict;

-- What has to be said, in order per queue. Holds references, never rendered text.
create table outbox (
  seq       integer not null primary key,
  queue     text    not null,
  say       text    not null,
  card_id   text,
  cause     text    not null,
  due_us    integer not null,
  lease_until_us integer not null,
  token     integer not null,
  attempts  integer not null,
  done_us   integer,
  outcome   text,
  said_us   integer not null,
  -- Why it was put off the last time, as a word of store/queue.rs.
  hold      text,
  -- Posts whose answer was lost: the second one is not repeated, or it could be seen thrice.
  suspect   integer not null default 0,
  -- Times it could not be drawn: after some it is set aside, or its queue would wait for ever.
  broken    integer not null default 0
) strict;
-- Only the head of a queue may be taken, so a stuck queue stops alone.
create index outbox_waiting on outbox (queue, seq) where done_us is null;

-- What a platform asked us to wait for, other than posting in one channel: a kind of call in a
-- workspace. Kept, so that a restart does not ask again too early.
create table blocked (
  workspace text    not null,
  method    text    not null,
  until_us  integer not null,
  primary key (workspace, method)
) strict;

-- Timed work of the house itself: one row a job.
create table job (
  name    text    not null primary key,
  due_us  integer not null
) strict;
