-- A group that goes with a tier: the bot puts the people of its partners there.
alter table user_group add column tier text;
