//! Questions to the read rows, asked through the reading pool: nothing here waits for the writer.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};

use super::dialect::{Db, as_json, fetch_all};
use super::project::Stream;
use super::rows::{
    CardRow, CaseRow, ChannelRow, DrawingRow, EventRow, GroupRow, HomeRow, InstallationRow,
    InvitationRow, KnownRow, PartnerRow, PersonRow, PersonalRow, ReferralRow, WorkspaceRow,
};
use super::{Store, StoreError, log};
use crate::domain::account::Domain;
use crate::domain::actor::{Person, Role};
use crate::domain::case::Case;
use crate::domain::group::UserGroup;
use crate::domain::ids::{CaseId, PartnerId, PersonId, ReferralId, ReferralNumber};
use crate::domain::outcome::{Event, Seal};
use crate::domain::partner::{ASK_AGAIN, Channel, IDS_FOLLOWED, Partner};
use crate::domain::referral::Referral;
use crate::domain::referral::clocks::next_morning;

type Found<T> = Result<T, StoreError>;

fn one<R, T: for<'a> TryFrom<&'a R, Error = super::BadRow>>(rows: &[R]) -> Found<Option<T>> {
    rows.first().map(T::try_from).transpose().map_err(StoreError::from)
}

fn all<R, T: for<'a> TryFrom<&'a R, Error = super::BadRow>>(rows: &[R]) -> Found<Vec<T>> {
    rows.iter().map(T::try_from).collect::<Result<_, _>>().map_err(StoreError::from)
}

/// The person behind `platform:workspace:user`.
pub async fn person_of(db: &Db, identity: &str) -> Found<Option<Person>> {
    let rows = fetch_all!(db, KnownRow, KnownRow::BY_IDENTITY, as_json(&[identity])?)?;
    rows.first().map(|row| Person::try_from(&row.person)).transpose().map_err(StoreError::from)
}

/// Those known under a user id of a platform, by identity: in the workspace `platform:workspace`, and
/// in every other that is a partner's or has the app. A user may have moved from one to the other.
pub async fn known_as(db: &Db, workspace: &str, user: &str) -> Found<Vec<(String, Person)>> {
    let own = format!("{workspace}:{user}");
    let rows = fetch_all!(db, KnownRow, KnownRow::OF_USER, own, user)?;
    let known = rows.into_iter().map(|row| Ok((row.identity, Person::try_from(&row.person)?)));
    known.collect::<Result<_, super::BadRow>>().map_err(StoreError::from)
}

/// People by id; those that are not known are left out.
pub async fn people(db: &Db, ids: &BTreeSet<PersonId>) -> Found<BTreeMap<PersonId, Person>> {
    let rows = fetch_all!(db, PersonRow, PersonRow::BY_ID, as_json(ids)?)?;
    let people: Vec<Person> = all(&rows)?;
    Ok(people.into_iter().map(|person| (person.id, person)).collect())
}

/// Those who own an open referral.
pub async fn owners_of_open(db: &Db) -> Found<BTreeMap<PersonId, Person>> {
    let sql = "select distinct owner as value from referral
                where owner is not null and status = 'approved'";
    let rows = fetch_all!(db, Text, sql)?;
    let ids = rows.iter().map(|row| row.value.parse());
    let ids = ids.collect::<Result<_, _>>().map_err(|_| StoreError::no_id("owner"))?;
    people(db, &ids).await
}

pub async fn everybody(db: &Db) -> Found<Vec<Person>> {
    all(&fetch_all!(db, PersonRow, PersonRow::ALL)?)
}

/// Those who hold a certificate that was over before this day and have not been told so, at most
/// `limit`.
pub async fn certified_before(db: &Db, day: NaiveDate, limit: i64) -> Found<Vec<Person>> {
    all(&fetch_all!(db, PersonRow, PersonRow::CERTIFIED, day.to_string(), limit)?)
}

/// The first last day of a certificate of which nobody has been told that it is over.
pub async fn first_certificate(db: &Db) -> Found<Option<NaiveDate>> {
    let sql = "select certificate_end as value from person
                where certificate_end is not null order by certificate_end limit 1";
    let rows = fetch_all!(db, Text, sql)?;
    let day = rows.first().map(|row| row.value.parse());
    day.transpose().map_err(|_| StoreError::no_id("certificate_end"))
}

/// Those who have a role, given or by a group.
pub async fn with_role(db: &Db, role: Role) -> Found<Vec<Person>> {
    let named = format!("%\"{role}\"%");
    let people: Vec<Person> = all(&fetch_all!(db, PersonRow, PersonRow::NAMING, named)?)?;
    Ok(people.into_iter().filter(|person| person.has(role)).collect())
}

pub async fn partner(db: &Db, id: &PartnerId) -> Found<Option<Partner>> {
    one(&fetch_all!(db, PartnerRow, PartnerRow::BY_ID, as_json(&[id])?)?)
}

pub async fn partners(db: &Db) -> Found<Vec<Partner>> {
    all(&fetch_all!(db, PartnerRow, PartnerRow::ALL)?)
}

/// Those who speak for these partners.
pub async fn admins_of(db: &Db, partners: &[PartnerId]) -> Found<Vec<Person>> {
    all(&fetch_all!(db, PersonRow, PersonRow::ADMINS_OF, as_json(partners)?)?)
}

/// Everybody who is in it.
pub async fn members_of(db: &Db, id: &PartnerId) -> Found<Vec<Person>> {
    all(&fetch_all!(db, PersonRow, PersonRow::MEMBERS_OF, id.to_string())?)
}

pub async fn groups(db: &Db) -> Found<Vec<UserGroup>> {
    all(&fetch_all!(db, GroupRow, GroupRow::ALL)?)
}

/// The partner whose workspace this is.
pub async fn partner_of_workspace(db: &Db, workspace: &str) -> Found<Option<Partner>> {
    let rows = fetch_all!(db, WorkspaceRow, WorkspaceRow::BY_WORKSPACE, workspace)?;
    let Some(row) = rows.first() else { return Ok(None) };
    let keys = as_json(&[&row.partner_id])?;
    one(&fetch_all!(db, PartnerRow, PartnerRow::BY_ID, keys)?)
}

/// The channel with this id; of an id that it had before, the channel as it goes on.
pub async fn channel(db: &Db, id: &str) -> Found<Option<Channel>> {
    let under = async |id: &str| {
        one::<ChannelRow, Channel>(&fetch_all!(db, ChannelRow, ChannelRow::BY_ID, as_json(&[id])?)?)
    };
    let mut found = under(id).await?;
    for _ in 0..IDS_FOLLOWED {
        let Some(to) = found.as_ref().and_then(|found| found.renumbered_to.clone()) else { break };
        found = under(&to).await?.or(found);
    }
    Ok(found)
}

pub async fn channels(db: &Db) -> Found<Vec<Channel>> {
    all(&fetch_all!(db, ChannelRow, ChannelRow::ALL)?)
}

/// The ids under which no channel goes on any more, as what it was there.
pub async fn renumbered(db: &Db) -> Found<Vec<Channel>> {
    all(&fetch_all!(db, ChannelRow, ChannelRow::RENUMBERED)?)
}

/// The channels of a partner, and those where sales works.
pub async fn places_of(db: &Db, partner: &PartnerId) -> Found<Vec<Channel>> {
    all(&fetch_all!(db, ChannelRow, ChannelRow::PLACES, as_json(&[partner])?)?)
}

/// Channels of which nobody has said what they are for, asked about at or before `since` and not
/// again, at most `limit`.
pub async fn unanswered(db: &Db, since: DateTime<Utc>, limit: i64) -> Found<Vec<Channel>> {
    all(&fetch_all!(db, ChannelRow, ChannelRow::UNANSWERED, since.timestamp_micros(), limit)?)
}

pub async fn referral(db: &Db, id: &ReferralId) -> Found<Option<Referral>> {
    one(&fetch_all!(db, ReferralRow, ReferralRow::BY_ID, as_json(&[id])?)?)
}

/// The referral with this public number.
pub async fn referral_numbered(db: &Db, number: &ReferralNumber) -> Found<Option<Referral>> {
    let (code, count) = (number.code.to_string(), i64::from(number.count));
    one(&fetch_all!(db, ReferralRow, ReferralRow::BY_NUMBER, code, count)?)
}

pub async fn live_on(db: &Db, domain: &str) -> Found<Vec<Referral>> {
    all(&fetch_all!(db, ReferralRow, ReferralRow::LIVE_ON, as_json(&[domain])?)?)
}

/// Live referrals on any of these domains.
pub async fn live_on_any(db: &Db, domains: &BTreeSet<Domain>) -> Found<Vec<Referral>> {
    all(&fetch_all!(db, ReferralRow, ReferralRow::LIVE_ON, as_json(domains)?)?)
}

pub async fn case(db: &Db, id: &CaseId) -> Found<Option<Case>> {
    one(&fetch_all!(db, CaseRow, CaseRow::BY_ID, as_json(&[id])?)?)
}

/// All on any of these domains that are live or were protected.
pub async fn all_on(db: &Db, domains: &BTreeSet<Domain>) -> Found<Vec<Referral>> {
    all(&fetch_all!(db, ReferralRow, ReferralRow::ON, as_json(domains)?)?)
}

/// Every case on any of these domains, open or not, the newest first.
pub async fn cases_on(db: &Db, domains: &BTreeSet<Domain>) -> Found<Vec<Case>> {
    all(&fetch_all!(db, CaseRow, CaseRow::NEWEST_ON, as_json(domains)?)?)
}

/// The open case that a referral is in.
pub async fn case_of(db: &Db, referral: &ReferralId) -> Found<Option<Case>> {
    one(&fetch_all!(db, CaseRow, CaseRow::OPEN_WITH, as_json(&[referral])?)?)
}

/// Every case that is open, the oldest first.
pub async fn open_cases(db: &Db) -> Found<Vec<Case>> {
    all(&fetch_all!(db, CaseRow, CaseRow::OPEN)?)
}

/// Referrals by id, those that are there.
pub async fn referrals(db: &Db, ids: &BTreeSet<ReferralId>) -> Found<Vec<Referral>> {
    all(&fetch_all!(db, ReferralRow, ReferralRow::BY_ID, as_json(ids)?)?)
}

/// Cases at which the clock has to look: something of them was due before `now`. At most `limit`.
pub async fn cases_due(db: &Db, now: DateTime<Utc>, limit: i64) -> Found<Vec<Case>> {
    all(&fetch_all!(db, CaseRow, CaseRow::DUE, now.timestamp_micros(), limit)?)
}

/// Referrals in review on whose account no case is open: of a log from before there were cases, and
/// those that have waited for the end of a grace that is over at `now`. At most `limit`.
pub async fn reviewed_without_case(
    db: &Db,
    now: DateTime<Utc>,
    limit: i64,
) -> Found<Vec<Referral>> {
    all(&fetch_all!(db, ReferralRow, ReferralRow::WITHOUT_CASE, now.timestamp_micros(), limit)?)
}

/// The newest `limit` referrals, newest first.
pub async fn latest_referrals(db: &Db, limit: i64) -> Found<Vec<Referral>> {
    all(&fetch_all!(db, ReferralRow, ReferralRow::LATEST, limit)?)
}

/// The live referrals of a partner, or of all, oldest first: in a channel that gets their cards the
/// newest is to stand lowest, as everywhere.
pub async fn live(db: &Db, partner: Option<&PartnerId>) -> Found<Vec<Referral>> {
    all(&match partner {
        Some(partner) => fetch_all!(db, ReferralRow, ReferralRow::LIVE_OF, as_json(&[partner])?)?,
        None => fetch_all!(db, ReferralRow, ReferralRow::LIVE)?,
    })
}

/// The texts behind seals, each with what it is about; erased ones are left out.
pub async fn words(db: &Db, seals: &BTreeSet<(String, Seal)>) -> Found<BTreeMap<Seal, String>> {
    if seals.is_empty() {
        return Ok(BTreeMap::new());
    }
    let rows = fetch_all!(db, PersonalRow, PersonalRow::SEALED, as_json(seals)?)?;
    Ok(rows.into_iter().map(|row| (Seal(row.digest), row.text)).collect())
}

pub async fn card(db: &Db, card_id: &str) -> Found<Option<CardRow>> {
    let rows = fetch_all!(db, CardRow, CardRow::BY_ID, as_json(&[card_id])?)?;
    Ok(rows.into_iter().next())
}

/// Cards and Homes that were last looked at before `at`, the longest ago first, at most `limit`.
pub async fn drawings(db: &Db, at: DateTime<Utc>, limit: i64) -> Found<Vec<DrawingRow>> {
    let at_us = at.timestamp_micros();
    Ok(fetch_all!(db, DrawingRow, DrawingRow::LOOKED_AT_BEFORE, at_us, limit)?)
}

/// The card that a message is.
pub async fn card_at(db: &Db, channel: &str, message_id: &str) -> Found<Option<CardRow>> {
    let rows = fetch_all!(db, CardRow, CardRow::AT, channel, message_id)?;
    Ok(rows.into_iter().next())
}

/// The Homes on which something of a partner may stand: all but those of other partners' members.
/// Without a partner all but those of any partner's.
pub async fn homes_of_partner(db: &Db, id: Option<&PartnerId>) -> Found<Vec<HomeRow>> {
    let id = id.map(ToString::to_string).unwrap_or_default();
    Ok(fetch_all!(db, HomeRow, HomeRow::OF_PARTNER, id)?)
}

pub async fn homes_of_person(db: &Db, id: &PersonId) -> Found<Vec<HomeRow>> {
    Ok(fetch_all!(db, HomeRow, HomeRow::OF_PERSON, id.to_string())?)
}

pub async fn installations(db: &Db) -> Found<Vec<InstallationRow>> {
    Ok(fetch_all!(db, InstallationRow, InstallationRow::ALL)?)
}

/// The workspaces that installed the app by themselves: their tokens are under lock.
pub async fn locked_installations(db: &Db) -> Found<Vec<InstallationRow>> {
    Ok(fetch_all!(db, InstallationRow, InstallationRow::LOCKED)?)
}

/// A link to install the app that nobody has used, by the hash of its code.
pub async fn invitation(db: &Db, hash: &str) -> Found<Option<InvitationRow>> {
    let rows = fetch_all!(db, InvitationRow, InvitationRow::BY_HASH, as_json(&[hash])?)?;
    Ok(rows.into_iter().next())
}

/// Events after `seq`, in order, at most `limit`.
pub async fn events_after(db: &Db, seq: i64, limit: i64) -> Found<Vec<EventRow>> {
    Ok(fetch_all!(db, EventRow, EventRow::PAGE, seq, limit)?)
}

/// The event at a position of the log.
pub async fn event_at(db: &Db, seq: i64) -> Found<Option<Event>> {
    let row = event_row_at(db, seq).await?;
    Ok(row.and_then(|row| log::recorded(&row)).map(|recorded| recorded.event))
}

/// The same with what stands beside it.
pub async fn event_row_at(db: &Db, seq: i64) -> Found<Option<EventRow>> {
    Ok(events_after(db, seq - 1, 1).await?.into_iter().find(|row| row.seq == seq))
}

/// What happened to one thing after `seq`, in order.
pub async fn events_about(db: &Db, stream: &Stream, seq: i64) -> Found<Vec<EventRow>> {
    Ok(fetch_all!(db, EventRow, EventRow::ABOUT, stream.to_string(), seq)?)
}

#[derive(sqlx::FromRow)]
struct Count {
    n: i64,
}

/// Referrals with an open question whose deadline is before `now`, at most `limit`.
pub async fn lapsing(db: &Db, now: DateTime<Utc>, limit: i64) -> Found<Vec<Referral>> {
    all(&fetch_all!(db, ReferralRow, ReferralRow::LAPSING, now.timestamp_micros(), limit)?)
}

/// Referrals of whose promise or question something may have to be said at or before `now`.
pub async fn nudged(db: &Db, now: DateTime<Utc>, limit: i64) -> Found<Vec<Referral>> {
    all(&fetch_all!(db, ReferralRow, ReferralRow::NUDGED, now.timestamp_micros(), limit)?)
}

/// Referrals of which something that is counted in days may have to be said by `now`, after the one
/// named; at most `limit`.
pub async fn this_morning(
    db: &Db,
    now: DateTime<Utc>,
    after: Option<&Referral>,
    limit: i64,
) -> Found<Vec<Referral>> {
    let place = after.and_then(|one| Some((next_morning(one)?, one.id.to_string())));
    let (us, id) = place.map_or((i64::MIN, String::new()), |(at, id)| (at.timestamp_micros(), id));
    all(&fetch_all!(db, ReferralRow, ReferralRow::MORNING, now.timestamp_micros(), us, id, limit)?)
}

/// From when on the next thing that is counted in days may have to be said.
pub async fn first_morning(db: &Db) -> Found<Option<DateTime<Utc>>> {
    let rows = fetch_all!(db, Latest, "select min(morning_us) as us from referral")?;
    Ok(rows.first().and_then(|row| row.us).and_then(DateTime::from_timestamp_micros))
}

/// Referrals that are released at `now`, because nobody answered until before it; at most `limit`.
pub async fn releasing(db: &Db, now: DateTime<Utc>, limit: i64) -> Found<Vec<Referral>> {
    all(&fetch_all!(db, ReferralRow, ReferralRow::RELEASING, now.timestamp_micros(), limit)?)
}

/// Approved referrals whose protection ended at or before `now`, at most `limit`.
pub async fn ran_out(db: &Db, now: DateTime<Utc>, limit: i64) -> Found<Vec<Referral>> {
    all(&fetch_all!(db, ReferralRow, ReferralRow::RAN_OUT, now.timestamp_micros(), limit)?)
}

/// When the next question lapses, the next protection ends, a promise has to be spoken of, something
/// of a case is due, or it is time to ask again what a channel is for, after `now`.
pub async fn next_deadline(db: &Db, now: DateTime<Utc>) -> Found<Option<DateTime<Utc>>> {
    let rows = fetch_all!(
        db,
        Latest,
        "select min(due.us) as us from (
           select min(lapses_us) + 1 as us from referral where lapses_us >= $1 and not match_open
           union all
           select min(expires_us) as us from referral
            where status = 'approved' and expires_us > $1 and not match_open
           union all
           select min(release_us) + 1 as us from referral
            where release_us >= $1 and not match_open
           union all
           select min(held_us) as us from referral where held_us > $1
           union all
           select min(due_us) + 1 as us from conflict_case where due_us >= $1
           union all
           select min(nudge_us) as us from referral where nudge_us > $1
           union all
           select min(asked_us) + $2 as us from channel
            where audience is null and dead_code is null and not asked_again
              and asked_us + $2 > $1
         ) as due",
        now.timestamp_micros(),
        ASK_AGAIN.num_microseconds().unwrap_or_default(),
    )?;
    Ok(rows.first().and_then(|row| row.us).and_then(DateTime::from_timestamp_micros))
}

/// How many referrals there are.
pub async fn count_referrals(db: &Db) -> Found<u64> {
    let rows = fetch_all!(db, Count, "select count(*) as n from referral")?;
    Ok(rows.first().map_or(0, |row| row.n.unsigned_abs()))
}

/// How many referrals of a partner are won.
pub async fn won_by(db: &Db, partner: &PartnerId) -> Found<u32> {
    let sql = "select count(*) as n from referral where partner_id = $1 and status = 'won'";
    let rows = fetch_all!(db, Count, sql, partner.to_string())?;
    Ok(rows.first().map_or(0, |row| u32::try_from(row.n).unwrap_or(u32::MAX)))
}

#[derive(sqlx::FromRow)]
struct Latest {
    us: Option<i64>,
}

/// When the last event happened; the beginning of time when there is none.
pub async fn last_event_at(db: &Db) -> Found<DateTime<Utc>> {
    let rows = fetch_all!(db, Latest, "select max(at_us) as us from event")?;
    let us = rows.first().and_then(|row| row.us).unwrap_or(0);
    Ok(DateTime::from_timestamp_micros(us).unwrap_or_default())
}

/// The position of the newest event.
pub async fn last_seq(db: &Db) -> Found<i64> {
    let rows = fetch_all!(db, Count, "select event_seq as n from head where id = 1")?;
    Ok(rows.first().map_or(0, |row| row.n))
}

/// Asks the database the smallest question there is: whether it answers.
pub async fn ping(store: &Store) -> Found<()> {
    fetch_all!(&store.db, Count, "select cast(1 as bigint) as n").map(|_| ()).map_err(Into::into)
}

#[derive(sqlx::FromRow)]
struct Text {
    value: String,
}

/// A value of the `meta` table.
pub async fn meta(db: &Db, name: &str) -> Found<Option<String>> {
    let rows = fetch_all!(db, Text, "select value from meta where name = $1", name)?;
    Ok(rows.into_iter().next().map(|row| row.value))
}
