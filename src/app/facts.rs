//! Collects what the views of a referral need: the rows, and the words behind their seals.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::actor::Person;
use crate::domain::ids::{PersonId, ReferralId};
use crate::domain::outcome::{Event, ReferralEvent, Seal};
use crate::domain::referral::Referral;
use crate::store::dialect::Db;
use crate::store::{StoreError, log, queries};
use crate::views::referral::Facts;

/// The facts of a referral as it stands now; `None` when there is no such referral.
///
/// # Errors
/// [`StoreError`].
pub async fn of_referral(db: &Db, id: &ReferralId) -> Result<Option<Facts>, StoreError> {
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
        &referral.text,
        &referral.next_step,
    ];
    let question = referral.question.as_ref();
    let written = [&sent.company, &sent.need]
        .into_iter()
        .chain(optional.into_iter().flatten())
        .chain(question.map(|question| &question.question));
    let mut seals = about(id, written);
    seals.extend(known.values().filter_map(sealed_name));
    let words = queries::words(db, &seals).await?;
    let word = |seal: &Seal| words.get(seal).cloned().unwrap_or_default();
    let maybe = |seal: &Option<Seal>| seal.as_ref().map(word).unwrap_or_default();
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
        source: maybe(&sent.source),
        note: maybe(&referral.note),
        text: maybe(&referral.text),
        next_step: maybe(&referral.next_step),
        question: question.map(|question| word(&question.question)).unwrap_or_default(),
        words: BTreeMap::new(),
        names,
        // Only who still decides is shown it; every press and every redrawing asks for the facts.
        won: if referral.status.is_undecided() {
            queries::won_by(db, &partner.id).await?
        } else {
            0
        },
        matches: matches(db, &referral).await?,
        partner,
        referral,
    }))
}

fn people_in(referral: &Referral) -> BTreeSet<PersonId> {
    let decided_by = referral.decision.as_ref().map(|decision| decision.by);
    let asked_by = referral.question.as_ref().map(|question| question.by);
    [Some(referral.submission.by), referral.owner, decided_by, asked_by, referral.ended_by]
        .into_iter()
        .flatten()
        .collect()
}

/// The facts of a referral, and of one event of it: the words it refers to and the people it names.
///
/// # Errors
/// [`StoreError`].
pub async fn of_event(
    db: &Db,
    id: &ReferralId,
    seq: i64,
) -> Result<Option<(Facts, ReferralEvent)>, StoreError> {
    let row = queries::events_after(db, seq - 1, 1).await?.into_iter().next();
    let recorded = row.filter(|row| row.seq == seq).and_then(|row| log::recorded(&row));
    let Some(Event::Referral(event)) = recorded.map(|recorded| recorded.event) else {
        return Ok(None);
    };
    let Some(mut facts) = of_referral(db, id).await? else { return Ok(None) };
    facts.words = queries::words(db, &about(id, event.seals())).await?;
    facts.names.extend(names(db, &event.people().into_iter().collect()).await?);
    Ok(Some((facts, event)))
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

/// Other live referrals on the account, with their partners' names.
async fn matches(db: &Db, referral: &Referral) -> Result<Vec<(String, String)>, StoreError> {
    if !referral.status.is_live() {
        return Ok(Vec::new());
    }
    let mut found = Vec::new();
    for other in queries::live_on(db, referral.submission.domain.as_str()).await? {
        if other.id == referral.id {
            continue;
        }
        let partner = queries::partner(db, &other.partner()).await?;
        let name = partner.map(|partner| partner.name).unwrap_or_default();
        found.push((other.number().to_string(), name));
    }
    Ok(found)
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
