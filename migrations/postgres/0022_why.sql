-- How often partners asked why, and a person after that, is counted from the log itself.
create index event_asked on event (at_us) where kind in ('reason_asked', 'person_asked');
