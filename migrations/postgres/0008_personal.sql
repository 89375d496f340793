-- Words lie in the order of what they are about, and so in the order of time: found by their seal
-- alone, which is random, every text of a batch touched an index page of its own.
alter table personal drop constraint personal_pkey;
drop index personal_subject;
alter table personal add primary key (subject, digest);
