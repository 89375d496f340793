-- How long the clock of a promise stood after its due instant; the dates of a protection that were
-- spent in nurture, as JSON.
alter table referral add column stood_us bigint not null default 0;
alter table referral add column nurture text;
-- What a partner was asked about a release, as JSON, and until when that is open.
alter table referral add column release text;
alter table referral add column release_us bigint;
create index referral_release on referral (release_us, referral_id) where release_us is not null;
-- Until when a referral waits for the end of another partner's grace; whether it was registered within
-- its own.
alter table referral add column held_us bigint;
alter table referral add column came_back boolean not null default false;
create index referral_held on referral (held_us) where held_us is not null;
