//! Collects a page of a list: the referrals, and what their companies and partners are called.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, TimeDelta, Utc};

use crate::domain::ids::PartnerId;
use crate::domain::outcome::Seal;
use crate::domain::referral::Referral;
use crate::domain::referral::clocks::SILENT;
use crate::store::dialect::Db;
use crate::store::lists::{self, Scope, Section};
use crate::store::{StoreError, queries};
use crate::views::list::{Filter, Item, PAGE, Page};

/// A protection "ends soon" from the day of its first reminder on.
pub(super) const SOON: TimeDelta = TimeDelta::days(14);

/// After so long without a word to the partner a referral stands still.
pub(super) const SILENCE: TimeDelta = TimeDelta::days(SILENT.cast_signed());

/// What a filter shows, in this order.
const fn sections(filter: Filter) -> &'static [Section] {
    match filter {
        Filter::All => &[Section::Asked, Section::Ending, Section::Rest],
        Filter::Waiting => &[Section::Asked],
        Filter::Open => &[Section::Asked, Section::Ending, Section::RestOpen],
        Filter::Ending => &[Section::Ending],
        Filter::Closed => &[Section::Closed],
    }
}

/// A page of somebody's referrals, after the first `skip`.
///
/// # Errors
/// [`StoreError`].
pub async fn referrals(
    db: &Db,
    scope: &Scope,
    filter: Filter,
    skip: u64,
    now: DateTime<Utc>,
) -> Result<Page, StoreError> {
    let mut page = of_sections(db, scope, sections(filter), skip, PAGE, now).await?;
    (page.open, page.all) = all(db, scope, now).await?;
    Ok(page)
}

/// What waits for a decision, the nearest promise first, after the first `skip`.
///
/// # Errors
/// [`StoreError`].
pub async fn undecided(
    db: &Db,
    skip: u64,
    most: u64,
    now: DateTime<Utc>,
) -> Result<Page, StoreError> {
    of_sections(db, &Scope::All, &[Section::Undecided], skip, most, now).await
}

/// The beginning of one section, at most `most`.
///
/// # Errors
/// [`StoreError`].
pub async fn section(
    db: &Db,
    scope: &Scope,
    section: Section,
    most: u64,
    now: DateTime<Utc>,
) -> Result<Page, StoreError> {
    of_sections(db, scope, &[section], 0, most, now).await
}

/// Referrals whose number, website or company fits what was typed, at most `most`.
///
/// # Errors
/// [`StoreError`].
pub async fn matching(
    db: &Db,
    scope: &Scope,
    typed: &str,
    most: u64,
) -> Result<Vec<Item>, StoreError> {
    named(db, lists::matching(db, scope, typed, most).await?).await
}

/// How many there are: open ones, and all.
///
/// # Errors
/// [`StoreError`].
pub async fn all(db: &Db, scope: &Scope, now: DateTime<Utc>) -> Result<(u64, u64), StoreError> {
    let open = lists::count(db, scope, Section::Open, now).await?;
    Ok((open, lists::count(db, scope, Section::All, now).await?))
}

async fn of_sections(
    db: &Db,
    scope: &Scope,
    sections: &[Section],
    skip: u64,
    most: u64,
    now: DateTime<Utc>,
) -> Result<Page, StoreError> {
    let (mut found, mut of) = (Vec::new(), 0);
    for section in sections {
        let until = if *section == Section::Still { now - SILENCE } else { now + SOON };
        let here = lists::count(db, scope, *section, until).await?;
        let left = most - found.len() as u64;
        let passed = skip.saturating_sub(of);
        if left > 0 && passed < here {
            found.extend(lists::page(db, scope, *section, until, (passed, left)).await?);
        }
        of += here;
    }
    let items = named(db, found).await?;
    Ok(Page { items, skip, of, open: 0, all: 0 })
}

/// The words behind the seals, one question for all.
pub(super) async fn named(db: &Db, found: Vec<Referral>) -> Result<Vec<Item>, StoreError> {
    let seals: BTreeSet<(String, Seal)> = found
        .iter()
        .flat_map(|one| {
            let words = [Some(&one.submission.company), one.next_step.as_ref()];
            words.into_iter().flatten().map(|seal| (one.id.to_string(), seal.clone()))
        })
        .collect();
    let words = queries::words(db, &seals).await?;
    let ids: BTreeSet<PartnerId> = found.iter().map(Referral::partner).collect();
    let mut partners = BTreeMap::new();
    for id in ids {
        let partner = queries::partner(db, &id).await?;
        partners.extend(partner.map(|partner| (id, partner.name)));
    }
    let item = |referral: Referral| Item {
        company: words.get(&referral.submission.company).cloned().unwrap_or_default(),
        next_step: referral.next_step.as_ref().and_then(|step| words.get(step)).cloned(),
        partner: partners.get(&referral.partner()).cloned().unwrap_or_default(),
        referral,
    };
    Ok(found.into_iter().map(item).collect())
}
