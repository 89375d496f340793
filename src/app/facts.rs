//! Collects what the views of a referral need: the rows, and the words behind their seals.

use std::collections::{BTreeMap, BTreeSet};

use super::App;
use super::accounts::candidates_for;
use crate::domain::account::candidate::Candidate;
use crate::domain::account::{self, Domain};
use crate::domain::actor::Person;
use crate::domain::ids::{PersonId, ReferralId};
use crate::domain::outcome::{Event, ReferralEvent, Seal};
use crate::domain::referral::{Referral, grace};
use crate::store::dialect::Db;
use crate::store::project::Stream;
use crate::store::{StoreError, accounts, log, queries};
use crate::views::referral::Facts;

/// The facts of a referral as it stands now; `None` when there is no such referral.
///
/// # Errors
/// [`StoreError`].
pub async fn of_referral(app: &App, id: &ReferralId) -> Result<Option<Facts>, StoreError> {
    let db = &app.store.db;
    let Some(referral) = queries::referral(db, id).await? else { return Ok(None) };
    let Some(partner) = queries::partner(db, &referral.partner()).await? else { return Ok(None) };
    let people = people_in(&referral);
    let known = queries::people(db, &people).await?;
    let sent = &referral.submission;
    let optional = [
        &sent.contact_name,
        &sent.contact_email,
        &sent.job_title,
        &sent.source,
        &referral.note,
        &referral.exception,
        &referral.text,
        &referral.next_step,
    ];
    let question = referral.question.as_ref();
    let written = [&sent.company, &sent.need]
        .into_iter()
        .chain(optional.into_iter().flatten())
        .chain(question.map(|question| &question.question))
        .chain(referral.release.as_ref().map(|release| &release.reason))
        .chain(referral.naming.as_ref().map(|naming| &naming.record));
    let mut seals = about(id, written);
    seals.extend(known.values().filter_map(sealed_name));
    let words = queries::words(db, &seals).await?;
    let word = |seal: &Seal| words.get(seal).cloned().unwrap_or_default();
    let maybe = |seal: &Option<Seal>| seal.as_ref().map(word).unwrap_or_default();
    let company = accounts::on(db, &sent.domain).await?;
    let owner = referral.owner.and_then(|owner| known.get(&owner));
    let owner_gone = owner.is_some_and(Person::is_gone);
    let names = known
        .into_iter()
        .filter_map(|(id, person)| Some((id, words.get(person.name.as_ref()?)?.clone())))
        .collect();
    Ok(Some(Facts {
        company: word(&sent.company),
        need: word(&sent.need),
        contact_name: maybe(&sent.contact_name),
        contact_email: maybe(&sent.contact_email),
        job_title: maybe(&sent.job_title),
        source: at_its_place(db, maybe(&sent.source)).await?,
        thread: String::new(),
        note: maybe(&referral.note),
        exception: maybe(&referral.exception),
        text: maybe(&referral.text),
        next_step: maybe(&referral.next_step),
        question: question.map(|question| word(&question.question)).unwrap_or_default(),
        release: referral.release.as_ref().map(|release| word(&release.reason)).unwrap_or_default(),
        naming: referral.naming.as_ref().map(|naming| word(&naming.record)).unwrap_or_default(),
        words: BTreeMap::new(),
        names,
        owner_gone,
        // Only who still decides is shown it; every press and every redrawing asks for the facts.
        won: if referral.status.is_undecided() {
            queries::won_by(db, &partner.id).await?
        } else {
            0
        },
        matches: matches(db, &referral, &company.domains).await?,
        candidates: candidates(app, &referral, company, &word).await?,
        partner,
        referral,
    }))
}

/// An address as it is now: whoever put it down may have done so before its channel had another id.
async fn at_its_place(db: &Db, address: String) -> Result<String, StoreError> {
    if address.is_empty() {
        return Ok(address);
    }
    let bare = |id: &str| id.split_once(':').map_or(id, |(_, id)| id).to_owned();
    let mut now = address;
    for old in queries::renumbered(db).await? {
        let new = queries::channel(db, &old.id).await?.unwrap_or(old.clone());
        now = now.replace(&format!("/{}/", bare(&old.id)), &format!("/{}/", bare(&new.id)));
    }
    Ok(now)
}

fn people_in(referral: &Referral) -> BTreeSet<PersonId> {
    let decided_by = referral.decision.as_ref().map(|decision| decision.by);
    let asked_by = referral.question.as_ref().map(|question| question.by);
    let releases = referral.release.as_ref().map(|release| release.by);
    let named_by = referral.naming.as_ref().map(|naming| naming.by);
    [
        Some(referral.submission.by),
        referral.owner,
        decided_by,
        asked_by,
        releases,
        named_by,
        referral.ended_by,
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The facts of a referral, and of one event of it: the words it refers to and the people it names.
///
/// # Errors
/// [`StoreError`].
pub async fn of_event(
    app: &App,
    id: &ReferralId,
    seq: i64,
) -> Result<Option<(Facts, ReferralEvent)>, StoreError> {
    let db = &app.store.db;
    let Some(Event::Referral(event)) = queries::event_at(db, seq).await? else { return Ok(None) };
    let Some(mut facts) = of_referral(app, id).await? else { return Ok(None) };
    facts.words = queries::words(db, &about(id, event.seals())).await?;
    facts.names.extend(names(db, &event.people().into_iter().collect()).await?);
    Ok(Some((facts, event)))
}

/// Whether something has moved a referral on after the event at this position of the log: what that
/// one said is over then.
///
/// # Errors
/// [`StoreError`].
pub async fn moved_since(db: &Db, id: &ReferralId, seq: i64) -> Result<bool, StoreError> {
    Ok(since(db, id, seq).await?.iter().any(ReferralEvent::moves_on))
}

/// Whether the referral may have come to another owner after the event at this position of the log,
/// or needs none any more.
///
/// # Errors
/// [`StoreError`].
pub async fn handed_on_since(db: &Db, id: &ReferralId, seq: i64) -> Result<bool, StoreError> {
    let handed_on = |event: &ReferralEvent| {
        event.moves_on() || matches!(event, ReferralEvent::OwnerChanged { .. })
    };
    Ok(since(db, id, seq).await?.iter().any(handed_on))
}

async fn since(db: &Db, id: &ReferralId, seq: i64) -> Result<Vec<ReferralEvent>, StoreError> {
    let rows = queries::events_about(db, &Stream::Referral(*id), seq).await?;
    let events = rows.iter().filter_map(log::recorded).filter_map(|later| {
        let Event::Referral(event) = later.event else { return None };
        Some(event)
    });
    Ok(events.collect())
}

/// Seals of a referral's words, as they are asked for.
fn about<'a>(
    id: &ReferralId,
    seals: impl IntoIterator<Item = &'a Seal>,
) -> BTreeSet<(String, Seal)> {
    seals.into_iter().map(|seal| (id.to_string(), seal.clone())).collect()
}

fn sealed_name(person: &Person) -> Option<(String, Seal)> {
    Some((person.id.to_string(), person.name.clone()?))
}

/// Other live referrals on the account, and those for the end of whose grace it waits, with their
/// partners' names.
async fn matches(
    db: &Db,
    referral: &Referral,
    company: &BTreeSet<Domain>,
) -> Result<Vec<(String, String)>, StoreError> {
    if !referral.status.is_live() {
        return Ok(Vec::new());
    }
    let mut found = Vec::new();
    let waits = |other: &Referral| referral.held_until.is_some() && grace::until(other).is_some();
    for other in queries::all_on(db, company).await? {
        let counts = other.status.is_live() || waits(&other);
        if other.id == referral.id || !counts {
            continue;
        }
        let partner = queries::partner(db, &other.partner()).await?;
        let name = partner.map(|partner| partner.name).unwrap_or_default();
        found.push((other.number().to_string(), name));
    }
    Ok(found)
}

/// What the vendor's own systems have that may be the same company: while it is to be decided, and
/// later on where it stood against it.
async fn candidates(
    app: &App,
    referral: &Referral,
    company: accounts::Company,
    word: &(impl Fn(&Seal) -> String + Sync),
) -> Result<Vec<Candidate>, StoreError> {
    if !referral.status.is_undecided() && referral.found.is_empty() {
        return Ok(Vec::new());
    }
    let sent = &referral.submission;
    let contact = sent.contact_email.as_ref().map(word);
    let contact = contact.and_then(|address| account::email_domain(&address));
    let name = word(&sent.company);
    let matching = app.rules_of(referral).matching;
    let at = (&sent.domain, company);
    candidates_for(&app.store.db, &matching, at, contact.as_ref(), &name).await
}

/// What people are called, by id.
///
/// # Errors
/// [`StoreError`].
pub async fn names(
    db: &Db,
    ids: &BTreeSet<PersonId>,
) -> Result<BTreeMap<PersonId, String>, StoreError> {
    let people = queries::people(db, ids).await?;
    let seals = people.values().filter_map(sealed_name).collect();
    let words = queries::words(db, &seals).await?;
    Ok(people
        .into_iter()
        .filter_map(|(id, person)| Some((id, words.get(person.name.as_ref()?)?.clone())))
        .collect())
}
