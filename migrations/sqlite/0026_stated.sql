-- What was said of a referral while it waited for the end of a grace, as JSON: seals.
alter table referral add column stated text;
