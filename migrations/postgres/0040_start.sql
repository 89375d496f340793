-- A partner's first steps: what of them stands nowhere else, as JSON, and whether their list is open.
alter table partner add column start text collate "C";
alter table partner add column start_open boolean not null default false;
-- Looked at every morning, and asked for with every decision whether there is any.
create index partner_start on partner (partner_id) where start_open;
