-- What others may be shown of a partner, as JSON; nothing while it is null.
alter table partner add column consent text collate "C";
-- The date on which a deal was won or lost: boards count by it.
alter table referral add column closed_day text collate "C";
-- Boards are counted from these alone, so that a year's log costs a month's board nothing.
create index referral_board on referral (decided_us, status, partner_id)
  where status in ('approved', 'won', 'lost', 'expired', 'released');
create index referral_closed on referral (closed_day, status, partner_id)
  where status in ('won', 'lost');
create index referral_expired on referral (since_us, partner_id) where status = 'expired';
