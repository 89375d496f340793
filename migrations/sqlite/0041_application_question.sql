-- What a company that wants to join was asked, and what it answered, as JSON; null where nothing was.
alter table application add column questions text;
