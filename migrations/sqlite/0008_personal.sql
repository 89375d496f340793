-- Words lie in the order of what they are about, and so in the order of time: found by their seal
-- alone, which is random, every text of a batch lay on a page of its own, and all of those were
-- written with each commit.
create table personal_by_subject (
  digest  text not null,
  subject text not null,
  field   text not null,
  salt    text not null,
  text    text not null,
  primary key (subject, digest)
) strict, without rowid;
insert into personal_by_subject (digest, subject, field, salt, text)
  select digest, subject, field, salt, text from personal order by subject, digest;
drop table personal;
alter table personal_by_subject rename to personal;
