-- When half of the promised time is used; when a promise or a question has to be spoken of
-- next; from when on something counted in days may have to be said in the morning; what
-- was spoken of, about which deadline, as JSON; when the one extension was given.
alter table referral add column half_us bigint;
alter table referral add column nudge_us bigint;
alter table referral add column morning_us bigint;
alter table referral add column reminded text collate "C";
alter table referral add column extended_us bigint;
create index referral_morning on referral (morning_us, referral_id) where morning_us is not null;
create index referral_nudge on referral (nudge_us, referral_id) where nudge_us is not null;
