-- Why a referral was approved although its account is closed or a customer's: a seal.
alter table referral add column exception text;
