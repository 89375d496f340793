-- What every card and Home was last acknowledged to show, so that a nightly look finds those that
-- show something else than the present, without asking the platform.
create table drawing (
  card_id   text collate "C" not null primary key,
  -- What draws it, as it would wait in the outbox.
  say       text collate "C" not null,
  -- A hash of what was acknowledged; null where that is not known.
  shown     text collate "C",
  -- When it was last drawn or looked at.
  looked_us bigint not null
);
create index drawing_looked on drawing (looked_us, card_id);

-- What stands already is looked at in the first night.
insert into drawing (card_id, say, looked_us)
select card_id, json_build_object('say', 'intro', 'channel', substr(card_id, 7))::text, 0
  from card where card_id like 'intro:%';
insert into drawing (card_id, say, looked_us)
select card_id, json_build_object('say', 'partner_card', 'referral', substr(card_id, 9, 36),
                            'channel', substr(card_id, 46))::text, 0
  from card where card_id like 'partner:%';
insert into drawing (card_id, say, looked_us)
select card_id, json_build_object('say', 'sales_card', 'referral', substr(card_id, 7, 36),
                            'channel', substr(card_id, 44))::text, 0
  from card where card_id like 'sales:%';
insert into drawing (card_id, say, looked_us)
select home_id, json_build_object('say', 'home', 'home', home_id, 'to', identity,
                            'workspace', workspace)::text, 0
  from home;
