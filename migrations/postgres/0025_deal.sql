-- What the CRM says of a referral's deal, as JSON.
alter table referral add column deal text;
