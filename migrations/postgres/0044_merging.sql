-- As which a partner goes on that turned out to be the same company as another. Its referrals are that
-- partner's then and keep their numbers, so a number is one with its code, no longer with whose it is.
alter table partner add column merged_into text collate "C";
alter table referral drop constraint referral_partner_id_number_key;
alter table referral add unique (code, number);
drop index referral_open;
create index referral_open on referral (partner_id, submitted_us, number, code)
  where status in ('submitted', 'in_conflict', 'needs_info', 'approved');
-- A partner's own, the newest first.
create index referral_own on referral (partner_id, submitted_us, number, code);
