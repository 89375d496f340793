-- What parties of a case were asked for, as it came.
alter table conflict_case add column asked text collate "C" not null default '[]';
