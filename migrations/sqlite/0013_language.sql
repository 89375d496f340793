-- What a partner's channels and people are spoken to in; without one the programme's.
alter table partner add column language text;
