-- Conflict cases: two parties, one account, and who decides when and by which rule.
create table conflict_case (
  case_id     text collate "C"    not null primary key,
  version     bigint not null,
  -- For resolvers; counted over the programme.
  number      bigint not null unique,
  domain      text collate "C"    not null,
  program     text collate "C"    not null,
  cause       text collate "C"    not null,
  opened_by   text collate "C",
  opened_us   bigint not null,
  evidence_until_us bigint not null,
  phase       text collate "C"    not null,
  since_us    bigint not null,
  -- When the clock has to look at it next.
  due_us      bigint,
  -- As JSON, from here on.
  parties     text collate "C"    not null,
  gone        text collate "C"    not null,
  statements  text collate "C"    not null,
  proposal    text collate "C",
  decided     text collate "C",
  appealed    text collate "C",
  appeal      text collate "C",
  waived      text collate "C"    not null,
  split       text collate "C",
  reminded    bigint not null
);
-- One is open on an account at most.
create index conflict_case_domain on conflict_case (domain, phase);
create index conflict_case_due on conflict_case (due_us) where due_us is not null;

-- Since when a referral is in review, and whether somebody else has to do with that.
alter table referral add column review_us bigint;
create index referral_review on referral (review_us) where review_us is not null;
alter table referral add column contested boolean not null default false;
-- When somebody last worked on it.
alter table referral add column active_us bigint;
-- The rules by which a case has decided about it, as JSON; its share in basis points.
alter table referral add column ruled text collate "C" not null default '[]';
alter table referral add column share_bp bigint;
-- Dates on which a case was open, and the last of them.
alter table referral add column paused_days bigint not null default 0;
alter table referral add column paused_through_day text collate "C";
