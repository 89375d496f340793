//! Questions to the read rows, asked through the reading pool: nothing here waits for the writer.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};

use super::dialect::{Db, as_json, fetch_all};
use super::rows::{
    CardRow, ChannelRow, EventRow, GroupRow, HomeRow, IdentityRow, InstallationRow, InvitationRow,
    PartnerRow, PersonRow, PersonalRow, ReferralRow, WorkspaceRow,
};
use super::{Store, StoreError};
use crate::domain::actor::Person;
use crate::domain::group::UserGroup;
use crate::domain::ids::{FormId, PartnerId, PersonId, ReferralId, ReferralNumber};
use crate::domain::outcome::Seal;
use crate::domain::partner::{ASK_AGAIN, Channel, Partner};
use crate::domain::referral::Referral;

type Found<T> = Result<T, StoreError>;

fn one<R, T: for<'a> TryFrom<&'a R, Error = super::BadRow>>(rows: &[R]) -> Found<Option<T>> {
    rows.first().map(T::try_from).transpose().map_err(StoreError::from)
}

fn all<R, T: for<'a> TryFrom<&'a R, Error = super::BadRow>>(rows: &[R]) -> Found<Vec<T>> {
    rows.iter().map(T::try_from).collect::<Result<_, _>>().map_err(StoreError::from)
}

/// The person behind `platform:workspace:user`.
pub async fn person_of(db: &Db, identity: &str) -> Found<Option<Person>> {
    let keys = as_json(&[identity])?;
    let rows = fetch_all!(db, IdentityRow, IdentityRow::BY_IDENTITY, keys)?;
    let Some(row) = rows.first() else { return Ok(None) };
    let keys = as_json(&[&row.person_id])?;
    one(&fetch_all!(db, PersonRow, PersonRow::BY_ID, keys)?)
}

/// People by id; those that are not known are left out.
pub async fn people(db: &Db, ids: &BTreeSet<PersonId>) -> Found<BTreeMap<PersonId, Person>> {
    let rows = fetch_all!(db, PersonRow, PersonRow::BY_ID, as_json(ids)?)?;
    let people: Vec<Person> = all(&rows)?;
    Ok(people.into_iter().map(|person| (person.id, person)).collect())
}

pub async fn everybody(db: &Db) -> Found<Vec<Person>> {
    all(&fetch_all!(db, PersonRow, PersonRow::ALL)?)
}

pub async fn partner(db: &Db, id: &PartnerId) -> Found<Option<Partner>> {
    one(&fetch_all!(db, PartnerRow, PartnerRow::BY_ID, as_json(&[id])?)?)
}

pub async fn partners(db: &Db) -> Found<Vec<Partner>> {
    all(&fetch_all!(db, PartnerRow, PartnerRow::ALL)?)
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

pub async fn channel(db: &Db, id: &str) -> Found<Option<Channel>> {
    one(&fetch_all!(db, ChannelRow, ChannelRow::BY_ID, as_json(&[id])?)?)
}

pub async fn channels(db: &Db) -> Found<Vec<Channel>> {
    all(&fetch_all!(db, ChannelRow, ChannelRow::ALL)?)
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

/// The referral that came of a form.
pub async fn referral_of_form(db: &Db, id: &FormId) -> Found<Option<Referral>> {
    one(&fetch_all!(db, ReferralRow, ReferralRow::BY_FORM, as_json(&[id])?)?)
}

pub async fn live_on(db: &Db, domain: &str) -> Found<Vec<Referral>> {
    all(&fetch_all!(db, ReferralRow, ReferralRow::LIVE_ON, as_json(&[domain])?)?)
}

/// The newest `limit` referrals, newest first.
pub async fn latest_referrals(db: &Db, limit: i64) -> Found<Vec<Referral>> {
    all(&fetch_all!(db, ReferralRow, ReferralRow::LATEST, limit)?)
}

/// The live referrals of a partner, or of all, newest first.
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

#[derive(sqlx::FromRow)]
struct Count {
    n: i64,
}

/// Referrals with an open question whose deadline is before `now`, at most `limit`.
pub async fn lapsing(db: &Db, now: DateTime<Utc>, limit: i64) -> Found<Vec<Referral>> {
    all(&fetch_all!(db, ReferralRow, ReferralRow::LAPSING, now.timestamp_micros(), limit)?)
}

/// Approved referrals whose protection ended at or before `now`, at most `limit`.
pub async fn ran_out(db: &Db, now: DateTime<Utc>, limit: i64) -> Found<Vec<Referral>> {
    all(&fetch_all!(db, ReferralRow, ReferralRow::RAN_OUT, now.timestamp_micros(), limit)?)
}

/// When the next question lapses, the next protection ends, or it is time to ask again what a
/// channel is for, after `now`.
pub async fn next_deadline(db: &Db, now: DateTime<Utc>) -> Found<Option<DateTime<Utc>>> {
    let rows = fetch_all!(
        db,
        Latest,
        "select min(due.us) as us from (
           select min(lapses_us) + 1 as us from referral where lapses_us >= $1
           union all
           select min(expires_us) as us from referral where status = 'approved' and expires_us > $1
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
