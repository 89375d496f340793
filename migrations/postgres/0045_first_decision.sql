-- The first decision that was not taken back, and whether it came within its promise: a case writes the
-- one that holds over it, and a clock that stood ends its stop with the decision.
alter table referral add column first_decided_us bigint;
alter table referral add column decided_in_time boolean not null default false;
update referral set first_decided_us = decided_us where ruled = '[]';
update referral set first_decided_us = (
  select min(e.at_us) from event e
   where e.stream = referral.referral_id
     and e.kind in ('approved', 'rejected', 'awarded_by_case', 'overruled_by_case',
                    'released_by_case', 'merged_by_case')
     and not exists (select 1 from event u
                      where u.stream = e.stream and u.version > e.version
                        and u.kind = 'decision_undone'))
 where ruled <> '[]';
update referral set decided_in_time = case
    when stopped_us < first_decided_us then stopped_us <= promise_due_us
    else first_decided_us <= promise_due_us end
 where first_decided_us is not null;
-- How fast decisions were is asked by the first one.
drop index referral_decided;
create index referral_first on referral (first_decided_us) where first_decided_us is not null;
