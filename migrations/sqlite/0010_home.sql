-- The page that a person has in the app. Whoever opened one once has it drawn anew when something
-- changes that stands on it.
create table home (
  -- Installation and person: "platform:workspace/platform:workspace:user".
  home_id   text    not null primary key,
  workspace text    not null,
  identity  text    not null,
  opened_us integer not null
) strict;
create index home_identity on home (identity);

-- Where a referral comes from that was started at a message: the seal of its address.
alter table referral add column source text;
