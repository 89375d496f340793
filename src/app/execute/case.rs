//! Conflict cases: they open, go on and end with what happens to the referrals on an account, and by
//! what resolvers and parties decide in them. Here is what follows of itself and what the clock
//! does; [`act`] has what people do.

pub(in crate::app) mod act;

use std::collections::{BTreeSet, VecDeque};

use crate::app::people::{tell_admins, tell_in_charge};
use crate::app::{App, cases, homes, new_case_id, notify, tiers};
use crate::domain::case::effect::{self, Merging};
use crate::domain::case::{Case, Cause, Outcome, decide, leaves};
use crate::domain::ids::{CaseId, PartnerId, PersonId, ReferralId};
use crate::domain::outcome::{CaseEvent, Event, ReferralEvent};
use crate::domain::referral::review::{self, Verdict};
use crate::domain::referral::{Referral, Status, deal, grace};
use crate::program::InForce;
use crate::store::StoreError;
use crate::store::desk::{Desk, Needs, Stamp};
use crate::store::project::Stream;
use crate::views::Say;
use crate::views::news::News;

use super::{happen, say_all};

impl App {
    /// Lets the clock do what is due in a case. Gives whether there was anything.
    ///
    /// # Errors
    /// [`StoreError`]: nothing was stored.
    pub async fn go_on_with_case(&self, case: &Case) -> Result<bool, StoreError> {
        let id = case.id;
        let mut needs = Needs::everything_set_up();
        needs.cases.insert(id.to_string());
        needs.domains.insert(case.domain.to_string());
        self.needs_for_tiers(&mut needs).await?;
        let (in_force, stamp) = (self.in_force.clone(), self.by_itself("cases"));
        let unit = move |desk: &mut Desk| {
            let Some(case) = desk.state().cases.get(&id) else { return Ok(false) };
            let rules = cases::rules_on(desk, case, &in_force);
            let proposal = cases::proposal(case, &desk.in_case(case), desk, &rules);
            let event = decide::tick(case, proposal, &rules.calendar, desk.now);
            let happened = event.is_some();
            let says = happen_to(desk, id, event.into_iter().collect(), &in_force, &stamp)?;
            say_all(desk, says, &stamp.cause);
            tiers::follow(desk, &in_force, &stamp)?;
            Ok(happened)
        };
        self.store.writer.decide(needs, unit).await
    }

    /// Opens a case for a referral that has been in review since before there were cases.
    ///
    /// # Errors
    /// [`StoreError`]: nothing was stored.
    pub async fn give_a_case(&self, referral: &Referral) -> Result<(), StoreError> {
        let domain = referral.submission.domain.to_string();
        let mut needs = Needs::default();
        needs.domains.insert(domain.clone());
        let (in_force, stamp) = (self.in_force.clone(), self.by_itself("cases"));
        let unit = move |desk: &mut Desk| {
            let says = follow(desk, &domain, None, &in_force, &stamp)?;
            say_all(desk, says, &stamp.cause);
            Ok(())
        };
        self.store.writer.decide(needs, unit).await
    }
}

/// Brings the case on an account in line with what has happened to its referrals: one opens when
/// there is reason to, who comes in review joins it, who is gone leaves it, and it ends when nothing
/// is left to decide or sales has approved its only referral. `decided` is one that sales has just
/// decided on.
pub(super) fn follow(
    desk: &mut Desk,
    domain: &str,
    decided: Option<ReferralId>,
    in_force: &InForce,
    stamp: &Stamp,
) -> Result<Vec<Say>, StoreError> {
    let now = desk.now;
    let in_review = desk.live_on(domain).into_iter().filter(|one| one.match_open);
    let in_review = in_review.filter(|one| !one.waits_for_grace(now));
    let in_review: Vec<ReferralId> = in_review.map(|one| one.id).collect();
    let cases: Vec<CaseId> = desk.cases_on(domain).into_iter().map(|case| case.id).collect();
    let Some(first) = cases.first() else {
        return without_case(desk, domain, &in_review, in_force, stamp);
    };
    let mut says = join(desk, *first, &in_review, in_force, stamp)?;
    for case in cases {
        says.extend(except(desk, case, decided, in_force, stamp)?);
        if let Some(left) = leave(desk, case, decided, in_force, stamp)? {
            says.extend(left);
            says.extend(settle(desk, case, in_force, stamp)?);
        }
    }
    Ok(says)
}

fn without_case(
    desk: &mut Desk,
    domain: &str,
    in_review: &[ReferralId],
    in_force: &InForce,
    stamp: &Stamp,
) -> Result<Vec<Say>, StoreError> {
    let referrals = desk.live_on(domain);
    let referrals: Vec<&Referral> =
        referrals.into_iter().filter(|one| in_review.contains(&one.id)).collect();
    let partners: BTreeSet<PartnerId> = referrals.iter().map(|one| one.partner()).collect();
    let cause = match partners.len() {
        0 => return Ok(Vec::new()),
        1 => Cause::alone(&referrals),
        _ => Some(Cause::Match),
    };
    let Some(cause) = cause else { return clear(desk, in_review, in_force, stamp) };
    // Those that have waited side by side learn of each other.
    let met = referrals.iter().map(|one| (one.id, grace::met(one, &referrals)));
    let met: Vec<(ReferralId, Option<ReferralEvent>)> = met.collect();
    let mut says = Vec::new();
    for (id, event) in met {
        says.extend(happen(desk, &id, event.into_iter().collect(), stamp)?);
    }
    let (_, opened) = open(desk, (cause, None), in_review, in_force, stamp)?;
    says.extend(opened);
    Ok(says)
}

/// Opens a case about these referrals, which are of one account and on the desk.
pub(super) fn open(
    desk: &mut Desk,
    cause: (Cause, Option<PersonId>),
    ids: &[ReferralId],
    in_force: &InForce,
    stamp: &Stamp,
) -> Result<(CaseId, Vec<Say>), StoreError> {
    let number = desk.next_case();
    let mut referrals: Vec<&Referral> =
        ids.iter().filter_map(|id| desk.state().referrals.get(id)).collect();
    referrals.sort_by_key(|one| (one.submitted_at, one.id));
    let Some(domain) = referrals.first().map(|one| one.submission.domain.clone()) else {
        return Err(StoreError::Misplaced);
    };
    let rules = cases::between(in_force, &stamp.program, &referrals);
    let event = decide::open(number, domain, cause, &referrals, &rules, desk.now);
    // A unit that runs twice makes another id the second time: of the first nothing was written.
    let id = new_case_id();
    let says = happen_to(desk, id, vec![event], in_force, stamp)?;
    Ok((id, says))
}

fn join(
    desk: &mut Desk,
    id: CaseId,
    in_review: &[ReferralId],
    in_force: &InForce,
    stamp: &Stamp,
) -> Result<Vec<Say>, StoreError> {
    let Some(case) = desk.state().cases.get(&id) else { return Ok(Vec::new()) };
    let rules = cases::rules_on(desk, case, in_force);
    let new = in_review.iter().filter(|one| desk.case_of(one).is_none());
    let new = new.filter_map(|one| desk.state().referrals.get(one));
    let events = new.map(|referral| CaseEvent::CaseJoined {
        party: decide::party(referral, referral.submitted_at, &rules),
    });
    let events: Vec<CaseEvent> = events.collect();
    happen_to(desk, id, events, in_force, stamp)
}

/// Lets whoever is gone leave a case; `None` when nobody is.
fn leave(
    desk: &mut Desk,
    id: CaseId,
    decided: Option<ReferralId>,
    in_force: &InForce,
    stamp: &Stamp,
) -> Result<Option<Vec<Say>>, StoreError> {
    let Some(case) = desk.state().cases.get(&id) else { return Ok(None) };
    let gone = |referral: &&Referral| {
        let by_sales = decided == Some(referral.id) && referral.status == Status::Rejected;
        leaves(referral.status) || by_sales
    };
    let gone = desk.in_case(case).into_iter().filter(gone);
    let events: Vec<CaseEvent> =
        gone.map(|referral| CaseEvent::CaseLeft { referral: referral.id }).collect();
    if events.is_empty() {
        return Ok(None);
    }
    happen_to(desk, id, events, in_force, stamp).map(Some)
}

/// Ends a case of which sales has approved the only referral.
fn except(
    desk: &mut Desk,
    id: CaseId,
    decided: Option<ReferralId>,
    in_force: &InForce,
    stamp: &Stamp,
) -> Result<Vec<Say>, StoreError> {
    let Some(case) = desk.state().cases.get(&id) else { return Ok(Vec::new()) };
    let referral = decided.filter(|_| case.is_for_sales()).and_then(|one| case.party(&one));
    let referral = referral.and_then(|party| desk.state().referrals.get(&party.referral));
    // Whoever is approved while a case is open about it stays in review.
    let approved = referral.filter(|one| one.status == Status::Approved && !one.match_open);
    let event = approved.and_then(|one| {
        let by = one.decision.as_ref()?.by;
        Some(CaseEvent::CaseExcepted { by, referral: one.id })
    });
    happen_to(desk, id, event.into_iter().collect(), in_force, stamp)
}

/// Ends a case in which nobody is left, or one partner alone: nobody else wants the account any more.
fn settle(
    desk: &mut Desk,
    id: CaseId,
    in_force: &InForce,
    stamp: &Stamp,
) -> Result<Vec<Say>, StoreError> {
    let Some(case) = desk.state().cases.get(&id) else { return Ok(Vec::new()) };
    let left = desk.in_case(case);
    let ids: Vec<ReferralId> = left.iter().map(|one| one.id).collect();
    // What an account is to the vendor does not go away.
    if case.partners().len() > 1 || Cause::alone(&left).is_some() {
        let for_sales = case.is_for_sales();
        return if for_sales { alone_again(desk, &ids, stamp) } else { Ok(Vec::new()) };
    }
    let left = ids;
    let mut says = happen_to(desk, id, vec![CaseEvent::CaseSettled], in_force, stamp)?;
    says.extend(clear(desk, &left, in_force, stamp)?);
    Ok(says)
}

/// Nobody else wants the account any more: sales decides about it again, on the card.
fn alone_again(desk: &mut Desk, ids: &[ReferralId], stamp: &Stamp) -> Result<Vec<Say>, StoreError> {
    let mut says = Vec::new();
    for id in ids {
        let was = desk.state().referrals.get(id);
        if was.is_some_and(|one| one.status == Status::InConflict && one.contested) {
            let nobody = ReferralEvent::MatchFound { against: Vec::new() };
            says.extend(happen(desk, id, vec![nobody], stamp)?);
        }
    }
    Ok(says)
}

/// Ends the review of referrals: all their clocks run again.
fn clear(
    desk: &mut Desk,
    ids: &[ReferralId],
    in_force: &InForce,
    stamp: &Stamp,
) -> Result<Vec<Say>, StoreError> {
    let mut says = Vec::new();
    for id in ids {
        let Some(referral) = desk.state().referrals.get(id) else { continue };
        let rules = in_force.rules_of(&referral.program);
        let events = crate::domain::referral::decide::clear(referral, &rules, desk.now);
        says.extend(happen(desk, id, events, stamp)?);
    }
    Ok(says)
}

/// Appends events to a case and leaves everything that follows: what is to be said, and with its end
/// what it does to each referral.
pub(super) fn happen_to(
    desk: &mut Desk,
    id: CaseId,
    events: Vec<CaseEvent>,
    in_force: &InForce,
    stamp: &Stamp,
) -> Result<Vec<Say>, StoreError> {
    let mut says = Vec::new();
    let mut events = VecDeque::from(events);
    while let Some(event) = events.pop_front() {
        homes::append(desk, &Stream::Case(id), Event::Case(event.clone()), stamp)?;
        let seq = desk.last_seq();
        // What they said while they waited is evidence now.
        let new = event.comes_in().iter();
        let new = new.filter_map(|party| desk.state().referrals.get(&party.referral));
        let ahead = new.flat_map(|referral| referral.stated.iter().cloned());
        events.extend(ahead.map(|stated| CaseEvent::CaseStated(Box::new(stated))));
        if event == CaseEvent::CaseClosed {
            says.extend(take_effect(desk, id, in_force, stamp)?);
        }
        let Some(case) = desk.state().cases.get(&id) else { continue };
        says.extend(notify::case::said(&event, seq, case, desk.state()));
        if let CaseEvent::CaseReminded { step: step @ 2.., .. } = event {
            // The resolvers were told alone, and have not decided.
            let news = News::CaseLate { case: id, number: case.number, since: case.since };
            match step {
                2 => tell_in_charge(desk, &news, stamp),
                _ => tell_admins(desk, &news, &[], stamp),
            }
        }
    }
    Ok(says)
}

/// What a final decision does to each referral that is in the case.
fn take_effect(
    desk: &mut Desk,
    id: CaseId,
    in_force: &InForce,
    stamp: &Stamp,
) -> Result<Vec<Say>, StoreError> {
    let Some(case) = desk.state().cases.get(&id) else { return Ok(Vec::new()) };
    let Some(decided) = &case.decided else { return Ok(Vec::new()) };
    let (ruling, referrals) = (&decided.ruling, desk.in_case(case));
    // Whoever looks after the account already goes on looking after it.
    let owner = referrals.iter().find_map(|referral| referral.owner);
    let merges = ruling.outcome == Outcome::Merge;
    let merging = merges.then(|| effect::merging(case, &ruling.goes_on(), &referrals)).flatten();
    let happened = |referral: &&Referral| -> (ReferralId, Vec<ReferralEvent>) {
        let verdict = Verdict {
            case: id,
            by: ruling.by,
            rules: ruling.rules.clone(),
            effect: effect::of(ruling, merging.as_ref(), &referral.id, referral.status),
            text: ruling.texts.get(&referral.id).cloned(),
            owner,
            into: merging.as_ref().map(|merging| merging.into.clone()),
        };
        let rules = in_force.rules_of(&referral.program);
        (referral.id, review::by_case(referral, verdict, &rules, desk.now))
    };
    let mut all: Vec<_> = referrals.iter().map(happened).collect();
    all.extend(merging.and_then(|merging| taken_over(&merging, &referrals)));
    let mut says = Vec::new();
    for (referral, events) in all {
        says.extend(happen(desk, &referral, events, stamp)?);
    }
    Ok(says)
}

/// The deal of what is merged, for what goes on in its place.
fn taken_over(
    merging: &Merging,
    referrals: &[&Referral],
) -> Option<(ReferralId, Vec<ReferralEvent>)> {
    let into = referrals.iter().find(|one| one.id == merging.into.into)?;
    let gone = referrals.iter().filter(|one| merging.gone.contains(&one.id));
    let event = gone.into_iter().find_map(|one| deal::takes_over(into, one))?;
    Some((into.id, vec![event]))
}
