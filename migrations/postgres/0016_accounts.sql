-- Which domains are one company, as sales says: each points at the main one of its group.
create table alias (
  domain     text collate "C" not null primary key,
  version    bigint           not null,
  stands_for text collate "C"
);
create index alias_group on alias (stands_for);

-- How often each partner asked on the day of its last question.
create table asking (
  partner_id text collate "C" not null primary key,
  version    bigint           not null,
  day        text collate "C" not null,
  asked      bigint           not null
);

-- What the vendor's own systems knew of the account when the referral was sent.
alter table referral add column found text collate "C";
-- Rejected and withdrawn ones of a day count towards the questions of that day.
create index referral_ended on referral (partner_id, since_us) where status in ('rejected', 'withdrawn');

-- What the vendor's own systems say of companies. The number follows from source and id.
create table account (
  account_no   bigint           not null primary key,
  source       text collate "C" not null,
  external_id  text collate "C" not null,
  name         text collate "C" not null,
  standing     text collate "C" not null,
  owner        text collate "C",
  stage        text collate "C",
  amount_minor bigint,
  currency     text collate "C",
  -- By which version of the normal form its keys were made.
  name_version bigint           not null,
  -- When its source last said something of it; what is older changes nothing.
  said_us      bigint           not null
);
create index account_by_name_version on account (name_version);

-- Every domain of an account.
create table account_domain (
  domain     text collate "C" not null,
  account_no bigint           not null,
  primary key (domain, account_no)
);
create index account_domain_of on account_domain (account_no);

-- Days with logged activity.
create table account_activity (
  account_no bigint           not null,
  day        text collate "C" not null,
  primary key (account_no, day)
);

-- Keys of similar names.
create table account_key (
  key        bigint not null,
  account_no bigint not null,
  primary key (key, account_no)
);

-- Events of a CRM that were taken, so that each counts once.
create table hook_event (
  source   text collate "C" not null,
  event_id text collate "C" not null,
  taken_us bigint           not null,
  primary key (source, event_id)
);
create index hook_event_taken on hook_event (taken_us);
