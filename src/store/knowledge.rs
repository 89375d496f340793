//! What partners were given, counted from the log: each time is a fact of what a partner asks.

use std::collections::BTreeMap;

use super::StoreError;
use super::dialect::{Db, Sql, as_json, fetch_all};
use super::project::Stream;
use crate::domain::ids::PartnerId;
use crate::domain::knowledge::Taken;
use crate::domain::outcome::AskingEvent;

#[derive(sqlx::FromRow)]
struct TakenRow {
    stream: String,
    payload: String,
    n: i64,
}

macro_rules! taken {
    ($in:literal) => {
        concat!(
            "select stream, payload, count(*) as n
               from event
              where kind = 'asset_taken' and stream",
            $in,
            " group by stream, payload
              order by stream, payload"
        )
    };
}

/// Of some partners alone, so that nothing but their own streams is read.
const TAKEN: Sql = Sql {
    lite: taken!(" in (select value from json_each($1))"),
    pg: taken!(" = any (array(select json_array_elements_text($1::json)))"),
};

/// How often each of these partners was given which version of what; nothing stands here for whom
/// there is nothing.
///
/// # Errors
/// [`StoreError`].
pub async fn taken(
    db: &Db,
    partners: &[PartnerId],
) -> Result<BTreeMap<PartnerId, Taken>, StoreError> {
    let streams: Vec<String> =
        partners.iter().map(|partner| Stream::Asking(*partner).to_string()).collect();
    let mut found: BTreeMap<PartnerId, Taken> = BTreeMap::new();
    for row in fetch_all!(db, TakenRow, TAKEN, as_json(&streams)?)? {
        let stream = row.stream.parse().map_err(|()| StoreError::no_id(&row.stream))?;
        let event = serde_json::from_str(&row.payload);
        if let (Stream::Asking(partner), Ok(AskingEvent::AssetTaken { asset, version })) =
            (stream, event)
        {
            let times = row.n.unsigned_abs();
            *found.entry(partner).or_default().entry((asset, version)).or_default() += times;
        }
    }
    Ok(found)
}

/// The same of one partner.
///
/// # Errors
/// [`StoreError`].
pub async fn taken_by(db: &Db, partner: PartnerId) -> Result<Taken, StoreError> {
    Ok(taken(db, &[partner]).await?.remove(&partner).unwrap_or_default())
}
