-- The agreement that a partner said yes to last: version, fingerprint, who and when.
alter table partner add column agreed text;
