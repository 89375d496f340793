-- Times are microseconds since 1970 UTC (suffix _us), days are ISO dates (suffix _day).
-- Text is compared bytewise (collation C), as SQLite does.
-- The same numbers and columns stand in migrations/sqlite; a test compares the two.

-- What this database is for; see "Sandbox or real" in docs/architecture.md.
create table meta (
  name  text collate "C" not null primary key,
  value text collate "C" not null
);

-- One row: where the log stands. Locked once per batch, so that the chain has one order.
create table head (
  id         bigint not null primary key check (id = 1),
  event_seq  bigint not null,
  outbox_seq bigint not null,
  chain      text collate "C"    not null,
  at_us      bigint not null
);
insert into head (id, event_seq, outbox_seq, chain, at_us)
values (1, 0, 0, '0000000000000000000000000000000000000000000000000000000000000000', 0);

-- The log. Append-only; everything below "read rows" can be rebuilt from it.
create table event (
  seq     bigint not null primary key,
  stream  text collate "C"    not null,
  version bigint not null,
  kind    text collate "C"    not null,
  payload text collate "C"    not null,
  actor   text collate "C"    not null,
  cause   text collate "C"    not null,
  program text collate "C"    not null,
  at_us   bigint not null,
  chain   text collate "C"    not null,
  unique (stream, version)
);
create function refuse_event_change() returns trigger language plpgsql as
$$ begin raise exception 'events are append-only'; end $$;
create trigger event_is_never_changed before update or delete on event
for each row execute function refuse_event_change();
create trigger event_is_never_truncated before truncate on event
for each statement execute function refuse_event_change();

-- Names, addresses and people's texts. An event holds only sha256(salt, text): deleting the row
-- makes the text unrecoverable and leaves the chain whole.
create table personal (
  digest  text collate "C" not null primary key,
  subject text collate "C" not null,
  field   text collate "C" not null,
  salt    text collate "C" not null,
  text    text collate "C" not null
);
create index personal_subject on personal (subject);

-- Read rows --------------------------------------------------------------------------------

create table partner (
  partner_id text collate "C"    not null primary key,
  version    bigint not null,
  code       text collate "C"    not null unique check (length(code) = 3),
  name       text collate "C"    not null,
  state      text collate "C"    not null,
  domains    text collate "C"    not null,
  workspaces text collate "C"    not null,
  test       boolean not null,
  sent       bigint not null,
  added_us   bigint not null
);

-- Whose workspace it is: decides whom a press in a shared channel comes from.
create table partner_workspace (
  workspace  text collate "C" not null primary key,
  partner_id text collate "C" not null
);

create table channel (
  channel_id text collate "C"    not null primary key,
  version    bigint not null,
  workspace  text collate "C"    not null,
  audience   text collate "C",
  partner_id text collate "C",
  dead_code  text collate "C",
  linked_us  bigint not null
);
create index channel_partner on channel (partner_id);

create table person (
  person_id  text collate "C"    not null primary key,
  version    bigint not null,
  name       text collate "C",
  roles      text collate "C"    not null,
  partner_id text collate "C",
  partner_admin boolean not null,
  identities text collate "C" not null
);

-- (platform, workspace, user) of a person; one person may have several.
create table identity (
  identity  text collate "C" not null primary key,
  person_id text collate "C" not null
);
create index identity_person on identity (person_id);

create table referral (
  referral_id  text collate "C"    not null primary key,
  version      bigint not null,
  partner_id   text collate "C"    not null,
  code         text collate "C"    not null,
  number       bigint not null,
  form_id      text collate "C"    not null unique,
  status       text collate "C"    not null,
  stage        text collate "C",
  domain       text collate "C"    not null,
  company      text collate "C"    not null,
  need         text collate "C"    not null,
  relationship text collate "C"    not null,
  introduction text collate "C"    not null,
  basis        text collate "C"    not null,
  contact_name  text collate "C",
  contact_email text collate "C",
  job_title     text collate "C",
  submitted_by text collate "C"    not null,
  submitted_us bigint not null,
  due_us       bigint not null,
  receipt      text collate "C"    not null,
  program      text collate "C"    not null,
  owner        text collate "C",
  note         text collate "C",
  decided_by   text collate "C",
  decided_us   bigint,
  late_days    bigint not null,
  protected_through_day text collate "C",
  expires_us   bigint,
  -- By when it stands in line, since when it stands where it stands.
  in_line_since_us bigint not null,
  since_us     bigint not null,
  -- The promise: due_us above is the first one, this is after every stop of its clock.
  promise_due_us bigint not null,
  stopped_us   bigint,
  match_open   boolean not null,
  question     text collate "C",
  lapses_us    bigint,
  next_step    text collate "C",
  reason       text collate "C",
  partner_text text collate "C",
  closing      text collate "C",
  ended_by     text collate "C",
  updated_us   bigint not null,
  unique (partner_id, number)
);
-- "Is this account taken?" asks by domain, among the live ones.
create index referral_domain on referral (domain, status);
-- The clock's jobs ask for what is over.
create index referral_lapses on referral (lapses_us) where lapses_us is not null;
create index referral_expires on referral (expires_us) where status = 'approved';

-- Where a card stands on a platform, once it was posted.
create table card (
  card_id    text collate "C"    not null primary key,
  workspace  text collate "C"    not null,
  channel    text collate "C"    not null,
  message_id text collate "C"    not null,
  posted_us  bigint not null
);

-- Plumbing ---------------------------------------------------------------------------------

-- Workspaces that have installed the app. The token itself stands in the environment variable
-- that token_env names.
create table installation (
  workspace    text collate "C"    not null primary key,
  token_env    text collate "C"    not null,
  bot_user     text collate "C",
  dead_code    text collate "C",
  installed_us bigint not null
);

-- Every delivery, once. The answer is what a second delivery of the same thing gets.
create table inbox (
  key         text collate "C"    not null primary key,
  kind        text collate "C"    not null,
  workspace   text collate "C"    not null,
  identity    text collate "C",
  raw         text collate "C"    not null,
  answer      text collate "C"    not null,
  result      text collate "C"    not null,
  received_us bigint not null,
  done_us     bigint not null
);
create index inbox_done on inbox (done_us);

-- An opened form: what it is about and who opened it, so that the platform holds only its id.
create table form (
  form_id   text collate "C"    not null primary key,
  flow      text collate "C"    not null,
  subject   text collate "C"    not null,
  seen_version bigint not null,
  identity  text collate "C"    not null,
  workspace text collate "C"    not null,
  channel   text collate "C",
  opened_us bigint not null,
  -- What the person was told when the form had its effect; sent again, it gets the same.
  answer    text collate "C"
);

-- What has to be said, in order per queue. Holds references, never rendered text.
create table outbox (
  seq       bigint not null primary key,
  queue     text collate "C"    not null,
  say       text collate "C"    not null,
  card_id   text collate "C",
  cause     text collate "C"    not null,
  due_us    bigint not null,
  lease_until_us bigint not null,
  token     bigint not null,
  attempts  bigint not null,
  done_us   bigint,
  outcome   text collate "C",
  said_us   bigint not null,
  -- Why it was put off the last time, as a word of store/queue.rs.
  hold      text collate "C",
  -- Posts whose answer was lost: the second one is not repeated, or it could be seen thrice.
  suspect   bigint not null default 0,
  -- Times it could not be drawn: after some it is set aside, or its queue would wait for ever.
  broken    bigint not null default 0
);
-- Only the head of a queue may be taken, so a stuck queue stops alone.
create index outbox_waiting on outbox (queue, seq) where done_us is null;

-- What a platform asked us to wait for, other than posting in one channel: a kind of call in a
-- workspace. Kept, so that a restart does not ask again too early.
create table blocked (
  workspace text collate "C"    not null,
  method    text collate "C"    not null,
  until_us  bigint not null,
  primary key (workspace, method)
);

-- Timed work of the house itself: one row a job.
create table job (
  name    text collate "C"    not null primary key,
  due_us  bigint not null
);
