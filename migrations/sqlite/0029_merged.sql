-- What goes on in the place of a referral that a case has merged: its id and its number.
alter table referral add column merged text;
