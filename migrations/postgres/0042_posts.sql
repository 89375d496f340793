-- When a post of Vouch's own accord was let through to its channel: it counts for that day.
alter table outbox add column post_us bigint;
-- Since when it is held back for a digest, because the channel has had its posts of the day.
alter table outbox add column held_us bigint;
create index outbox_post on outbox (queue, post_us) where post_us is not null;
