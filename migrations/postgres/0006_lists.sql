-- Lists of referrals: a page takes the same time however many there are.
-- "Open", newest first, and how many.
create index referral_open on referral (partner_id, number)
  where status in ('submitted', 'in_conflict', 'needs_info', 'approved');
-- What waits for the partner, and what ends next.
create index referral_asked on referral (partner_id, lapses_us, referral_id)
  where lapses_us is not null;
create index referral_ending on referral (partner_id, expires_us, referral_id)
  where status = 'approved';
-- What somebody in sales owns.
create index referral_owned on referral (owner, submitted_us, referral_id)
  where owner is not null;
-- What waits for a decision.
create index referral_waiting on referral (promise_due_us, referral_id)
  where status = 'submitted';
