-- The tier in which a partner is, since when, and what it was told about it, as JSON.
alter table partner add column tier text;
-- What a partner has open and what came of its referrals lately: asked at each registration and
-- decision where the programme has tiers.
create index referral_counted on referral (partner_id, since_us);
