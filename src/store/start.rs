//! How far partners are with their first steps, as far as other rows say it.

use chrono::DateTime;

use super::dialect::{Db, Sql, as_json, fetch_all};
use super::project::Stream;
use super::rows::PartnerRow;
use super::{StoreError, queries};
use crate::domain::ids::PartnerId;
use crate::domain::partner::Partner;
use crate::domain::start::Facts;

#[derive(sqlx::FromRow)]
struct Joined {
    at_us: Option<i64>,
}

#[derive(sqlx::FromRow)]
struct Sent {
    sent_us: Option<i64>,
    waits: bool,
    accepted: bool,
}

macro_rules! joined {
    ($in:literal) => {
        concat!(
            "select max(at_us) as at_us
               from event
              where kind in ('member_joined', 'member_joined_by_group') and stream",
            $in
        )
    };
}

/// Of some people alone, so that nothing but their own streams is read.
const JOINED: Sql = Sql {
    lite: joined!(" in (select value from json_each($1))"),
    pg: joined!(" = any (array(select json_array_elements_text($1::json)))"),
};

const SENT: &str = "select max(submitted_us) as sent_us,
           exists (select 1 from referral where partner_id = $1
                      and status in ('submitted', 'needs_info', 'in_conflict')) as waits,
           exists (select 1 from referral where partner_id = $1
                      and status in ('approved', 'expired', 'released', 'won', 'lost', 'reversed'))
               as accepted
      from referral
     where partner_id = $1";

/// Partners whose list is open.
///
/// # Errors
/// [`StoreError`], here and below.
pub async fn open(db: &Db) -> Result<Vec<Partner>, StoreError> {
    let rows = fetch_all!(db, PartnerRow, PartnerRow::STARTING)?;
    Ok(rows.iter().map(Partner::try_from).collect::<Result<_, _>>()?)
}

/// # Errors
/// [`StoreError`].
pub async fn facts(db: &Db, partner: PartnerId) -> Result<Facts, StoreError> {
    let mut people = queries::members_of(db, &partner).await?;
    people.retain(|person| !person.is_gone());
    let streams: Vec<String> =
        people.iter().map(|person| Stream::Person(person.id).to_string()).collect();
    let joined = fetch_all!(db, Joined, JOINED, as_json(&streams)?)?;
    let sent = fetch_all!(db, Sent, SENT, partner.to_string())?.pop();
    let at = |us: Option<i64>| us.and_then(DateTime::from_timestamp_micros);
    Ok(Facts {
        people: people.len(),
        joined: at(joined.first().and_then(|row| row.at_us)),
        sent: at(sent.as_ref().and_then(|row| row.sent_us)),
        waits: sent.as_ref().is_some_and(|row| row.waits),
        accepted: sent.as_ref().is_some_and(|row| row.accepted),
    })
}
