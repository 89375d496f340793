-- As which a partner goes on that turned out to be the same company as another. Its referrals are that
-- partner's then and keep their numbers, so a number is one with its code, no longer with whose it is.
alter table partner add column merged_into text collate "C";
-- How many referrals came to it with others: beside the number that its own are counted by.
alter table partner add column taken_in bigint not null default 0;
alter table referral drop constraint referral_partner_id_number_key;
alter table referral add unique (code, number);
drop index referral_open;
-- A partner's own, the newest first.
create index referral_own on referral (partner_id, submitted_us, number, code);
-- After the other, because where both would do the planner takes the newest.
create index referral_open on referral (partner_id, submitted_us, number, code)
  where status in ('submitted', 'in_conflict', 'needs_info', 'approved');
