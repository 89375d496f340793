-- People, roles and partners by chat. What stood there before had none of this: the defaults are
-- what the log says about it.

alter table partner add column kind text collate "C";
alter table partner add column manager text collate "C";
alter table partner add column paused_us bigint;
alter table partner add column reason text collate "C";
alter table partner add column former_codes text collate "C" not null default '[]';

alter table person add column from_groups text collate "C" not null default '{}';
alter table person add column member_group text collate "C";
alter table person add column link text collate "C";

alter table referral add column on_behalf boolean not null default false;

-- User groups of a platform that are bound to a role.
create table user_group (
  group_id  text collate "C" not null primary key,
  version   bigint not null,
  workspace text collate "C" not null,
  grants    text collate "C"
);
