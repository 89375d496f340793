-- Which domains are one company, as sales says: each points at the main one of its group.
create table alias (
  domain     text    not null primary key,
  version    integer not null,
  stands_for text
) strict;
create index alias_group on alias (stands_for);

-- How often each partner asked on the day of its last question.
create table asking (
  partner_id text    not null primary key,
  version    integer not null,
  day        text    not null,
  asked      integer not null
) strict;

-- What the vendor's own systems knew of the account when the referral was sent.
alter table referral add column found text;
-- Rejected and withdrawn ones of a day count towards the questions of that day.
create index referral_ended on referral (partner_id, since_us) where status in ('rejected', 'withdrawn');

-- What the vendor's own systems say of companies. The number follows from source and id.
create table account (
  account_no   integer not null primary key,
  source       text    not null,
  external_id  text    not null,
  name         text    not null,
  standing     text    not null,
  owner        text,
  stage        text,
  amount_minor integer,
  currency     text,
  -- By which version of the normal form its keys were made.
  name_version integer not null,
  -- When its source last said something of it; what is older changes nothing.
  said_us      integer not null
) strict;
create index account_by_name_version on account (name_version);

-- Every domain of an account.
create table account_domain (
  domain     text    not null,
  account_no integer not null,
  primary key (domain, account_no)
) strict, without rowid;
create index account_domain_of on account_domain (account_no);

-- Days with logged activity.
create table account_activity (
  account_no integer not null,
  day        text    not null,
  primary key (account_no, day)
) strict, without rowid;

-- Keys of similar names.
create table account_key (
  key        integer not null,
  account_no integer not null,
  primary key (key, account_no)
) strict, without rowid;

-- Events of a CRM that were taken, so that each counts once.
create table hook_event (
  source   text    not null,
  event_id text    not null,
  taken_us integer not null,
  primary key (source, event_id)
) strict, without rowid;
create index hook_event_taken on hook_event (taken_us);
