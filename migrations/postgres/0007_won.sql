-- How many of a partner's referrals are won stands on every card that waits for a decision.
create index referral_won on referral (partner_id) where status = 'won';
