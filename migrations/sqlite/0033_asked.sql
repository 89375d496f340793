-- What parties of a case were asked for, as it came.
alter table conflict_case add column asked text not null default '[]';
