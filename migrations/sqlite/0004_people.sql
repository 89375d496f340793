-- People, roles and partners by chat. What stood there before had none of this: the defaults are
-- what the log says about it.

alter table partner add column kind text;
alter table partner add column manager text;
alter table partner add column paused_us integer;
alter table partner add column reason text;
alter table partner add column former_codes text not null default '[]';

alter table person add column from_groups text not null default '{}';
alter table person add column member_group text;
alter table person add column link text;

alter table referral add column on_behalf integer not null default 0;

-- User groups of a platform that are bound to a role.
create table user_group (
  group_id  text    not null primary key,
  version   integer not null,
  workspace text    not null,
  grants    text
) strict;
