-- People and channels change. Of what a person's identities are, as JSON, those under which the
-- platform knows nobody any more.
alter table person add column gone text not null default '[]';

-- The id under which a channel goes on that has another one now: what names the old one leads there.
alter table channel add column renumbered_to text;
