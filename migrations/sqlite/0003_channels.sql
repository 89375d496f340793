-- Channels set up by chat, and deliveries that are worked on after their acknowledgement.

-- What the platform says of a channel; the companies besides the vendor as JSON.
alter table channel add column name text;
alter table channel add column companies text not null default '[]';
-- Who was asked what it is for, when, and whether a second time.
alter table channel add column asked_of text;
alter table channel add column asked_us integer;
alter table channel add column asked_again integer not null default 0;

-- A delivery whose work needs the platform's word: kept until that is done. The inbox has its raw
-- body under the same key.
create table task (
  key         text    not null primary key,
  errand      text    not null,
  received_us integer not null,
  due_us      integer not null,
  lease_until_us integer not null,
  token       integer not null,
  attempts    integer not null
) strict;

-- A reply in a thread finds its referral by the message it stands under.
create index card_message on card (channel, message_id);
