//! Codes that somebody types, on the desk: one is used up, or a wrong one counted, in the commit of
//! what is decided by it.

use std::collections::{BTreeMap, BTreeSet};

use chrono::DateTime;

use super::{Desk, Needs};
use crate::domain::actor::pairing::{Offer, Tries};
use crate::store::StoreError;
use crate::store::dialect::{Sql, Tx, as_json, execute, fetch_all, write_rows};
use crate::store::rows::{LinkCodeRow, LinkTryRow};

/// What a batch knows of codes, and what it leaves to be written.
#[derive(Default)]
pub(super) struct Codes {
    known: BTreeMap<String, LinkCodeRow>,
    tries: BTreeMap<String, LinkTryRow>,
    spent: BTreeSet<String>,
    tried: BTreeSet<String>,
}

impl Codes {
    pub(super) async fn load(&mut self, tx: &mut Tx, needs: &Needs) -> Result<(), StoreError> {
        if needs.codes.is_empty() {
            return Ok(());
        }
        let hashes: BTreeSet<&String> = needs.codes.iter().map(|(hash, _)| hash).collect();
        let rows = fetch_all!(tx &mut *tx, LinkCodeRow, LinkCodeRow::BY_HASH, as_json(&hashes)?)?;
        self.known.extend(rows.into_iter().map(|row| (row.hash.clone(), row)));
        let who: BTreeSet<&String> = needs.codes.iter().map(|(_, identity)| identity).collect();
        let rows = fetch_all!(tx tx, LinkTryRow, LinkTryRow::BY_IDENTITY, as_json(&who)?)?;
        self.tries.extend(rows.into_iter().map(|row| (row.identity.clone(), row)));
        Ok(())
    }

    pub(super) async fn write(&self, tx: &mut Tx) -> Result<(), StoreError> {
        if !self.spent.is_empty() {
            execute!(tx, SPEND, as_json(&self.spent)?)?;
        }
        let tried = self.tried.iter().filter_map(|identity| self.tries.get(identity));
        let tried: Vec<LinkTryRow> = tried.cloned().collect();
        Ok(write_rows(tx, &tried).await?)
    }
}

const SPEND: Sql = Sql {
    lite: "delete from link_code where hash in (select value from json_each($1))",
    pg: "delete from link_code
          where hash = any (array(select json_array_elements_text($1::json)))",
};

impl Desk {
    /// What was made with a code that nobody has used, by its hash.
    #[must_use]
    pub fn offer(&self, hash: &str) -> Option<Offer> {
        let row = self.codes.known.get(hash)?;
        let partner = match &row.partner_id {
            Some(partner) => {
                let id = partner.parse().ok()?;
                // It may go on as another since the code was made.
                Some(self.state.partner_now(&id).map_or(id, |now| now.id))
            }
            None => None,
        };
        Some(Offer {
            partner,
            by: row.made_by.parse().ok()?,
            place: row.place.clone(),
            until: DateTime::from_timestamp_micros(row.expires_us)?,
        })
    }

    /// Uses a code up.
    pub fn use_up(&mut self, hash: &str) {
        if let Some(used) = self.codes.known.remove(hash) {
            self.codes.spent.insert(used.hash);
        }
    }

    /// How often an account has typed codes that do not work.
    #[must_use]
    pub fn tries(&self, identity: &str) -> Tries {
        let row = self.codes.tries.get(identity);
        let read = |row: &LinkTryRow| Tries {
            wrong: u32::try_from(row.wrong).unwrap_or(u32::MAX),
            last: DateTime::from_timestamp_micros(row.last_us).unwrap_or_default(),
        };
        row.map(read).unwrap_or_default()
    }

    /// Records that it has typed one more, or none since one that worked.
    pub fn count_tries(&mut self, identity: &str, tries: Tries) {
        let row = LinkTryRow {
            identity: identity.to_owned(),
            wrong: i64::from(tries.wrong),
            last_us: tries.last.timestamp_micros(),
        };
        self.codes.tries.insert(identity.to_owned(), row);
        self.codes.tried.insert(identity.to_owned());
    }
}
