//! `vouch audit verify`: the chain recomputed, and the read rows compared with what the log says.

use std::collections::{BTreeMap, BTreeSet};

use super::dialect::{Db, fetch_all};
use super::log::{GENESIS, chain};
use super::project::{State, Touched};
use super::rows::{
    AliasRow, ApplicationRow, AskingRow, BoardRow, CaseRow, ChannelRow, EditionRow, EventRow,
    GroupRow, IdentityRow, PartnerRow, PersonRow, ReferralRow, RhythmRow, ShoutRow, WorkspaceRow,
};
use super::{StoreError, log, queries};
use crate::domain::ids::Fingerprint;

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Every hash fits, and every read row says what the log says.
    Whole { events: i64, last: String },
    /// The first place that does not fit.
    Broken(Break),
}

/// A place where the log or a read row is not what it was when it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Break {
    /// A position is missing, or there is one too many.
    Gap { expected: i64, found: i64 },
    /// The hash at this position does not fit the row and the hash before it.
    Chain { seq: i64 },
    /// The event at this position cannot be read, or stands in the wrong stream.
    Unreadable { seq: i64 },
    /// The head row says otherwise than the last event.
    Head,
    /// A read row is missing, too many, or differs.
    Row { table: &'static str, key: String },
    /// No event carries the receipt's fingerprint.
    NoReceipt,
}

#[derive(sqlx::FromRow)]
struct Head {
    event_seq: i64,
    chain: String,
}

/// Reads the whole log once, and then the read rows.
///
/// # Errors
/// [`StoreError`] when the database does not answer; what is *wrong* in it is a [`Verdict`].
pub async fn verify(db: &Db) -> Result<Verdict, StoreError> {
    let mut state = State::default();
    let mut touched = Touched::default();
    let mut before = GENESIS.to_owned();
    let mut last = 0;
    loop {
        let page = queries::events_after(db, last, 1_000).await?;
        if page.is_empty() {
            break;
        }
        for row in page {
            if let Some(found) = check(&row, last, &before, &mut state, &mut touched) {
                return Ok(Verdict::Broken(found));
            }
            last = row.seq;
            before = row.chain;
        }
    }
    let head = fetch_all!(db, Head, "select event_seq, chain from head where id = 1")?.pop();
    if !head.is_some_and(|head| head.event_seq == last && head.chain == before) {
        return Ok(Verdict::Broken(Break::Head));
    }
    if let Some(found) = compare(db, &state).await? {
        return Ok(Verdict::Broken(found));
    }
    Ok(Verdict::Whole { events: last, last: before })
}

fn check(
    row: &EventRow,
    last: i64,
    before: &str,
    state: &mut State,
    touched: &mut Touched,
) -> Option<Break> {
    if row.seq != last + 1 {
        return Some(Break::Gap { expected: last + 1, found: row.seq });
    }
    if chain(before, row) != row.chain {
        return Some(Break::Chain { seq: row.seq });
    }
    let unreadable = Break::Unreadable { seq: row.seq };
    let Some((stream, fact)) = log::read(row) else { return Some(unreadable) };
    if state.version(&stream) + 1 != row.version {
        return Some(unreadable);
    }
    state.fold(&stream, &fact, touched).err().map(|_| unreadable)
}

/// The first read row that is not what the log adds up to.
async fn compare(db: &Db, state: &State) -> Result<Option<Break>, StoreError> {
    let partners = fetch_all!(db, PartnerRow, PartnerRow::ALL)?;
    let workspaces = fetch_all!(db, WorkspaceRow, WorkspaceRow::ALL)?;
    let channels = fetch_all!(db, ChannelRow, ChannelRow::ALL)?;
    let people = fetch_all!(db, PersonRow, PersonRow::ALL)?;
    let identities = fetch_all!(db, IdentityRow, IdentityRow::ALL)?;
    let groups = fetch_all!(db, GroupRow, GroupRow::ALL)?;
    let referrals = fetch_all!(db, ReferralRow, ReferralRow::ALL)?;
    let cases = fetch_all!(db, CaseRow, CaseRow::ALL)?;
    let aliases = fetch_all!(db, AliasRow, AliasRow::ALL)?;
    let askings = fetch_all!(db, AskingRow, AskingRow::ALL)?;
    let editions = fetch_all!(db, EditionRow, EditionRow::ALL)?;
    let boards = fetch_all!(db, BoardRow, BoardRow::ALL)?;
    let shouts = fetch_all!(db, ShoutRow, ShoutRow::ALL)?;
    let rhythms = fetch_all!(db, RhythmRow, RhythmRow::ALL)?;
    let applications = fetch_all!(db, ApplicationRow, ApplicationRow::ALL)?;
    let wanted_identities = state.identities.iter().map(|(identity, person)| IdentityRow {
        identity: identity.clone(),
        person_id: person.to_string(),
    });
    let wanted = |row: &PartnerRow| row.partner_id.clone();
    Ok(differ("partner", &partners, state.partners.values().map(PartnerRow::from), wanted)
        .or_else(|| {
            let wanted = state.partners.values().flat_map(|partner| {
                partner.workspaces.iter().map(|workspace| WorkspaceRow {
                    workspace: workspace.clone(),
                    partner_id: partner.id.to_string(),
                })
            });
            differ("partner_workspace", &workspaces, wanted, |row| row.workspace.clone())
        })
        .or_else(|| {
            let wanted = state.channels.values().map(ChannelRow::from);
            differ("channel", &channels, wanted, |row| row.channel_id.clone())
        })
        .or_else(|| {
            let wanted = state.people.values().map(PersonRow::from);
            differ("person", &people, wanted, |row| row.person_id.clone())
        })
        .or_else(|| differ("identity", &identities, wanted_identities, |row| row.identity.clone()))
        .or_else(|| {
            let wanted = state.groups.values().map(GroupRow::from);
            differ("user_group", &groups, wanted, |row| row.group_id.clone())
        })
        .or_else(|| {
            let wanted = state.referrals.values().map(ReferralRow::from);
            differ("referral", &referrals, wanted, |row| row.referral_id.clone())
        })
        .or_else(|| {
            let wanted = state.cases.values().map(CaseRow::from);
            differ("conflict_case", &cases, wanted, |row| row.case_id.clone())
        })
        .or_else(|| {
            let wanted = state.aliases.values().map(AliasRow::from);
            differ("alias", &aliases, wanted, |row| row.domain.clone())
        })
        .or_else(|| {
            let wanted = state.askings.values().map(AskingRow::from);
            differ("asking", &askings, wanted, |row| row.partner_id.clone())
        })
        .or_else(|| {
            let wanted = state.editions.values().map(EditionRow::from);
            differ("edition", &editions, wanted, |row| row.program.clone())
        })
        .or_else(|| {
            let wanted = state.boards.values().map(BoardRow::from);
            differ("board", &boards, wanted, |row| row.period.clone())
        })
        .or_else(|| {
            let wanted = state.shouts.values().map(ShoutRow::from);
            differ("shout", &shouts, wanted, |row| row.occasion.clone())
        })
        .or_else(|| {
            let wanted = state.rhythms.values().map(RhythmRow::from);
            differ("rhythm", &rhythms, wanted, |row| row.series.clone())
        })
        .or_else(|| {
            let wanted = state.applications.values().map(ApplicationRow::from);
            differ("application", &applications, wanted, |row| row.application_id.clone())
        }))
}

fn differ<R: PartialEq + Clone>(
    table: &'static str,
    found: &[R],
    wanted: impl Iterator<Item = R>,
    key: impl Fn(&R) -> String,
) -> Option<Break> {
    let found: BTreeMap<String, &R> = found.iter().map(|row| (key(row), row)).collect();
    let wanted: BTreeMap<String, R> = wanted.map(|row| (key(&row), row)).collect();
    let keys: BTreeSet<&String> = found.keys().chain(wanted.keys()).collect();
    keys.into_iter()
        .find(|key| found.get(*key).copied() != wanted.get(*key))
        .map(|key| Break::Row { table, key: key.clone() })
}

/// The event whose chain hash begins with a receipt's fingerprint.
///
/// # Errors
/// [`StoreError`].
pub async fn find_receipt(
    db: &Db,
    fingerprint: Fingerprint,
) -> Result<Option<EventRow>, StoreError> {
    let digits = fingerprint.to_string().replace(' ', "");
    let rows = fetch_all!(db, EventRow, EventRow::BY_FINGERPRINT, &digits)?;
    Ok(rows.into_iter().next())
}
