-- How somebody thought it was going, by month: for which partner, and a number from 1 to 5. Their words
-- lie sealed with all others.
alter table person add column feedback text not null default '{}';
-- A trend reads those who have said anything.
create index person_feedback on person (person_id) where feedback <> '{}';
