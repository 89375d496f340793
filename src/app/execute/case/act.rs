//! What people do in a case: evidence, decision, appeal, split; and how they open one.

use crate::app::people::identity_of;
use crate::app::{App, Sealed, cases};
use crate::chat::inbound::{Inbound, Reply};
use crate::domain::Rules;
use crate::domain::actor::{Person, Role};
use crate::domain::case::decide::{self, Decide};
use crate::domain::case::evidence::{self, State};
use crate::domain::case::no::CaseNo;
use crate::domain::case::{Case, Cause, appeal, asked, split};
use crate::domain::ids::{CaseId, PartnerId, ReferralId};
use crate::domain::outcome::{CaseEvent, Refusal, Seal};
use crate::domain::referral::{Referral, grace, review};
use crate::program::InForce;
use crate::store::StoreError;
use crate::store::desk::{Desk, Needs, Stamp};

use super::super::{Decided, Outcome, happen, say_all};
use super::{happen_to, open};

/// What is wanted of a case.
#[derive(Clone, Debug)]
pub enum InCase {
    State(ReferralId, State),
    /// These parties are asked for evidence.
    Ask(Vec<ReferralId>, Seal),
    Decide(Decide),
    Appeal(ReferralId, Seal, Option<Seal>),
    /// The decision is accepted for a referral.
    Waive(ReferralId),
    /// Two partners might share: so many basis points for the first referral.
    Suggest(u32),
    /// A partner's yes or no to that, and whether it may be named.
    Answer(PartnerId, bool, bool),
}

impl InCase {
    /// A word for logs and metrics.
    const fn word(&self) -> &'static str {
        match self {
            Self::State(..) => "evidence",
            Self::Ask(..) => "ask_evidence",
            Self::Decide(_) => "decide",
            Self::Appeal(..) => "appeal",
            Self::Waive(_) => "waive",
            Self::Suggest(_) => "suggest_split",
            Self::Answer(..) => "answer_split",
        }
    }
}

impl App {
    /// Decides something in a case; `words` are what its seals stand for, `reply` is the answer.
    ///
    /// # Errors
    /// [`StoreError`]: nothing was stored.
    pub async fn act_in_case(
        &self,
        inbound: &Inbound,
        case: &Case,
        act: InCase,
        words: Vec<(&'static str, Sealed)>,
        reply: Reply,
    ) -> Result<Outcome, StoreError> {
        let identity = identity_of(inbound);
        let id = case.id;
        let mut needs = Needs::everything_set_up();
        needs.cases.insert(id.to_string());
        needs.domains.insert(case.domain.to_string());
        needs.identities.insert(identity.clone());
        self.needs_for_tiers(&mut needs).await?;
        let in_force = self.in_force.clone();
        self.answer_once(inbound, act.word(), needs, move |desk, stamp| {
            let Some(case) = desk.state().cases.get(&id) else {
                return Ok(Decided::Refused(Refusal::Outsider));
            };
            let rules = cases::rules_on(desk, case, &in_force);
            let events = match desk.person_of(&identity) {
                Some(by) => decided(desk, case, &act, by, &rules),
                None => return Ok(Decided::Refused(Refusal::Outsider)),
            };
            let events = match events {
                Ok(events) => events,
                Err(why) => return Ok(Decided::Refused(Refusal::Case { why })),
            };
            keep(desk, id, &words);
            let says = happen_to(desk, id, events, &in_force, stamp)?;
            say_all(desk, says, &stamp.cause);
            Ok(Decided::Answer(reply.clone()))
        })
        .await
    }

    /// Opens a case about a referral and whatever else is live on its account: by its partner, who
    /// says why, or by sales.
    ///
    /// # Errors
    /// [`StoreError`]: nothing was stored.
    pub async fn open_case(
        &self,
        inbound: &Inbound,
        referral: &Referral,
        stated: State,
        words: Vec<(&'static str, Sealed)>,
        reply: Reply,
    ) -> Result<Outcome, StoreError> {
        let identity = identity_of(inbound);
        let id = referral.id;
        let mut needs = Needs::everything_set_up();
        needs.referrals.insert(id.to_string());
        needs.domains.insert(referral.submission.domain.to_string());
        needs.identities.insert(identity.clone());
        self.needs_for_tiers(&mut needs).await?;
        let in_force = self.in_force.clone();
        self.answer_once(inbound, "claim", needs, move |desk, stamp| {
            Ok(match contest(desk, id, &stated, &identity, &words, (&in_force, stamp))? {
                Some(refusal) => Decided::Refused(refusal),
                None => Decided::Answer(reply.clone()),
            })
        })
        .await
    }
}

impl App {
    /// Keeps what a party says of a referral that waits for the end of a grace, for the case that may
    /// open about it; the answer is that of a case.
    ///
    /// # Errors
    /// [`StoreError`]: nothing was stored.
    pub async fn state_ahead(
        &self,
        inbound: &Inbound,
        referral: &Referral,
        stated: State,
        words: Vec<(&'static str, Sealed)>,
        reply: Reply,
    ) -> Result<Outcome, StoreError> {
        let identity = identity_of(inbound);
        let id = referral.id;
        let mut needs = Needs::everything_set_up();
        needs.referrals.insert(id.to_string());
        needs.domains.insert(referral.submission.domain.to_string());
        needs.identities.insert(identity.clone());
        let in_force = self.in_force.clone();
        self.answer_once(inbound, "evidence", needs, move |desk, stamp| {
            let (Some(by), Some(one)) =
                (desk.person_of(&identity), desk.state().referrals.get(&id))
            else {
                return Ok(Decided::Refused(Refusal::Outsider));
            };
            let calendar = in_force.rules_of(&one.program).calendar;
            let event = match grace::state(one, stated.clone(), by, &calendar, desk.now) {
                Ok(event) => event,
                Err(why) => return Ok(Decided::Refused(Refusal::Case { why })),
            };
            for (field, sealed) in &words {
                desk.keep(sealed.row(&id.to_string(), field));
            }
            let says = happen(desk, &id, vec![event], stamp)?;
            say_all(desk, says, &stamp.cause);
            Ok(Decided::Answer(reply.clone()))
        })
        .await
    }
}

/// People's words lie under the case that they are about.
fn keep(desk: &mut Desk, case: CaseId, words: &[(&'static str, Sealed)]) {
    for (field, sealed) in words {
        desk.keep(sealed.row(&case.to_string(), field));
    }
}

fn decided(
    desk: &Desk,
    case: &Case,
    act: &InCase,
    by: &Person,
    rules: &Rules,
) -> Result<Vec<CaseEvent>, CaseNo> {
    let (referrals, calendar, now) = (desk.in_case(case), &rules.calendar, desk.now);
    let one = |id: &ReferralId| desk.state().referrals.get(id).ok_or(CaseNo::NotAParty);
    match act {
        InCase::State(id, command) => {
            evidence::state(case, one(id)?, command.clone(), by, now).map(|event| vec![event])
        }
        InCase::Ask(referrals, text) => asked::ask(case, referrals, text, by, calendar, now),
        InCase::Decide(command) => {
            let proposal = cases::proposal(case, &referrals, desk, rules);
            let proposal = proposal.ok_or(CaseNo::Over)?;
            let people: Vec<&Person> = desk.people().collect();
            let (command, from) = (command.clone(), (by, &proposal));
            decide::decide(case, &referrals, &people, command, from, rules, now)
        }
        InCase::Appeal(id, text, link) => {
            let words = (text.clone(), link.clone());
            appeal::appeal(case, one(id)?, words, by, calendar, now).map(|event| vec![event])
        }
        InCase::Waive(id) => appeal::waive(case, one(id)?, by, now),
        InCase::Suggest(first_bp) => {
            split::suggest(case, *first_bp, by, rules, now).map(|event| vec![event])
        }
        InCase::Answer(partner, agreed, named) => {
            let proposal = cases::proposal(case, &referrals, desk, rules);
            let first = proposal.ok_or(CaseNo::Over)?.first;
            split::answer(case, first, *partner, (*agreed, *named), by, now)
        }
    }
}

/// Whether `by` may have the account of a referral decided: its partner, or sales.
fn may_contest(referral: &Referral, by: &Person) -> Result<(), Refusal> {
    let partner = referral.partner();
    if !by.may_see(&partner) {
        return Err(Refusal::Outsider);
    }
    if !by.is_member_of(&partner) && !by.has(Role::Sales) {
        return Err(Refusal::NoRole { role: Role::Sales });
    }
    match review::may_be_claimed(referral.status) {
        true => Ok(()),
        false => Err(Refusal::Case { why: CaseNo::Over }),
    }
}

fn contest(
    desk: &mut Desk,
    id: ReferralId,
    stated: &State,
    identity: &str,
    words: &[(&'static str, Sealed)],
    (in_force, stamp): (&InForce, &Stamp),
) -> Result<Option<Refusal>, StoreError> {
    let (Some(by), Some(referral)) = (desk.person_of(identity), desk.state().referrals.get(&id))
    else {
        return Ok(Some(Refusal::Outsider));
    };
    if let Err(refusal) = may_contest(referral, by) {
        return Ok(Some(refusal));
    }
    let domain = referral.submission.domain.to_string();
    // What waits for the end of a grace is in review as well, and no case opens about it.
    if !desk.cases_on(&domain).is_empty() || referral.waits_for_grace(desk.now) {
        return Ok(Some(Refusal::Case { why: CaseNo::Open }));
    }
    let (by, own) = (by.clone(), by.is_member_of(&referral.partner()));
    let mut ids: Vec<ReferralId> = desk.live_on(&domain).iter().map(|one| one.id).collect();
    if !ids.contains(&id) {
        ids.push(id);
    }
    let cause = if own { Cause::Claim } else { Cause::Sales };
    let (case, opened) = open(desk, (cause, Some(by.id)), &ids, in_force, stamp)?;
    let (parties, mut says) = (ids.clone(), Vec::new());
    for id in ids {
        let mut all = desk.all_on(&domain);
        all.retain(|one| parties.contains(&one.id));
        let begun = |one: &Referral| {
            // Whoever waited for the end of a grace is in the case now.
            let met = grace::met(one, &all);
            review::begin(one, case).into_iter().chain(met).collect()
        };
        let events: Vec<_> = desk.state().referrals.get(&id).map(begun).unwrap_or_default();
        says.extend(happen(desk, &id, events, stamp)?);
    }
    says.extend(opened);
    let Some(found) = desk.state().cases.get(&case) else { return Err(StoreError::Misplaced) };
    let Some(referral) = desk.state().referrals.get(&id) else { return Ok(None) };
    let event = match evidence::state(found, referral, stated.clone(), &by, desk.now) {
        Ok(event) => event,
        Err(_) => return Err(StoreError::Misplaced),
    };
    keep(desk, case, words);
    says.extend(happen_to(desk, case, vec![event], in_force, stamp)?);
    say_all(desk, says, &stamp.cause);
    Ok(None)
}
