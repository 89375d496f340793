-- A report reads the referrals of its period in the order in which they came, a page at a time.
create index referral_submitted on referral (submitted_us, referral_id);
-- The cases that were opened in it.
create index conflict_case_opened on conflict_case (opened_us);
-- Those that may have closed one of its referrals, whenever they were opened.
create index conflict_case_ended on conflict_case (since_us) where phase = 'final';
