-- How somebody stands with each quiz that they have tried.
alter table person add column quizzes text not null default '{}';
-- The last day of the first certificate of which they have not been told that it is over.
alter table person add column certificate_end text;
-- Every morning those are looked for whose certificate is over.
create index person_certificate on person (certificate_end) where certificate_end is not null;
