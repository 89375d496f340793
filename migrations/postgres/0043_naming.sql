-- The customer's consent to be named in public, as JSON: who recorded it, when, and under which seal how.
alter table referral add column naming text collate "C";
