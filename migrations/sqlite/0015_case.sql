-- Conflict cases: two parties, one account, and who decides when and by which rule.
create table conflict_case (
  case_id     text    not null primary key,
  version     integer not null,
  -- For resolvers; counted over the programme.
  number      integer not null unique,
  domain      text    not null,
  program     text    not null,
  cause       text    not null,
  opened_by   text,
  opened_us   integer not null,
  evidence_until_us integer not null,
  phase       text    not null,
  since_us    integer not null,
  -- When the clock has to look at it next.
  due_us      integer,
  -- As JSON, from here on.
  parties     text    not null,
  gone        text    not null,
  statements  text    not null,
  proposal    text,
  decided     text,
  appealed    text,
  appeal      text,
  waived      text    not null,
  split       text,
  reminded    integer not null
) strict;
-- One is open on an account at most.
create index conflict_case_domain on conflict_case (domain, phase);
create index conflict_case_due on conflict_case (due_us) where due_us is not null;

-- Since when a referral is in review, and whether somebody else has to do with that.
alter table referral add column review_us integer;
create index referral_review on referral (review_us) where review_us is not null;
alter table referral add column contested integer not null default 0;
-- When somebody last worked on it.
alter table referral add column active_us integer;
-- The rules by which a case has decided about it, as JSON; its share in basis points.
alter table referral add column ruled text not null default '[]';
alter table referral add column share_bp integer;
-- Dates on which a case was open, and the last of them.
alter table referral add column paused_days integer not null default 0;
alter table referral add column paused_through_day text;
