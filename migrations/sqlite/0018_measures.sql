-- What stands still, and how fast decisions were, stand on Homes that are drawn often.
create index referral_still on referral (updated_us, referral_id) where status = 'approved';
create index referral_decided on referral (decided_us) where decided_us is not null;
