-- As which a partner goes on that turned out to be the same company as another. Its referrals are that
-- partner's then and keep their numbers, so a number is one with its code, no longer with whose it is.
-- This database cannot change what a table promises: it is made anew, with the same columns.
alter table partner add column merged_into text;
-- How many referrals came to it with others: beside the number that its own are counted by.
alter table partner add column taken_in integer not null default 0;
create table referral_new (
  referral_id           text not null primary key,
  version               integer not null,
  partner_id            text not null,
  code                  text not null,
  number                integer not null,
  form_id               text not null unique,
  status                text not null,
  stage                 text,
  domain                text not null,
  company               text not null,
  need                  text not null,
  relationship          text not null,
  introduction          text not null,
  basis                 text not null,
  contact_name          text,
  contact_email         text,
  job_title             text,
  submitted_by          text not null,
  submitted_us          integer not null,
  due_us                integer not null,
  receipt               text not null,
  program               text not null,
  owner                 text,
  note                  text,
  decided_by            text,
  decided_us            integer,
  late_days             integer not null,
  protected_through_day text,
  expires_us            integer,
  in_line_since_us      integer not null,
  since_us              integer not null,
  promise_due_us        integer not null,
  stopped_us            integer,
  match_open            integer not null,
  question              text,
  lapses_us             integer,
  next_step             text,
  reason                text,
  partner_text          text,
  closing               text,
  ended_by              text,
  updated_us            integer not null,
  off_limits            integer not null default 0,
  on_behalf             integer not null default 0,
  source                text,
  review_us             integer,
  contested             integer not null default 0,
  active_us             integer,
  ruled                 text not null default '[]',
  share_bp              integer,
  paused_days           integer not null default 0,
  paused_through_day    text,
  found                 text,
  half_us               integer,
  nudge_us              integer,
  morning_us            integer,
  reminded              text,
  extended_us           integer,
  stood_us              integer not null default 0,
  nurture               text,
  release               text,
  release_us            integer,
  held_us               integer,
  came_back             integer not null default 0,
  closed_day            text,
  exception             text,
  deal                  text,
  stated                text,
  merged                text,
  naming                text,
  unique (code, number)
) strict;
insert into referral_new select * from referral;
drop table referral;
alter table referral_new rename to referral;
create index referral_domain on referral (domain, status);
create index referral_lapses on referral (lapses_us) where lapses_us is not null;
create index referral_expires on referral (expires_us) where status = 'approved';
create index referral_asked on referral (partner_id, lapses_us, referral_id)
  where lapses_us is not null;
create index referral_ending on referral (partner_id, expires_us, referral_id)
  where status = 'approved';
create index referral_owned on referral (owner, submitted_us, referral_id)
  where owner is not null;
create index referral_waiting on referral (promise_due_us, referral_id)
  where status = 'submitted';
create index referral_won on referral (partner_id) where status = 'won';
create index referral_review on referral (review_us) where review_us is not null;
create index referral_ended on referral (partner_id, since_us) where status in ('rejected', 'withdrawn');
create index referral_still on referral (updated_us, referral_id) where status = 'approved';
create index referral_decided on referral (decided_us) where decided_us is not null;
create index referral_morning on referral (morning_us, referral_id) where morning_us is not null;
create index referral_nudge on referral (nudge_us, referral_id) where nudge_us is not null;
create index referral_release on referral (release_us, referral_id) where release_us is not null;
create index referral_held on referral (held_us) where held_us is not null;
create index referral_board on referral (decided_us, status, partner_id)
  where status in ('approved', 'won', 'lost', 'expired', 'released');
create index referral_closed on referral (closed_day, status, partner_id)
  where status in ('won', 'lost');
create index referral_expired on referral (since_us, partner_id) where status = 'expired';
create index referral_counted on referral (partner_id, since_us);
create index referral_submitted on referral (submitted_us, referral_id);
-- A partner's own, the newest first.
create index referral_own on referral (partner_id, submitted_us, number, code);
-- After the other, because where both would do the planner takes the newest.
create index referral_open on referral (partner_id, submitted_us, number, code)
  where status in ('submitted', 'in_conflict', 'needs_info', 'approved');
