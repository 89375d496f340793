//! Deciding something about a referral that stands, by a person or by the clock.

use crate::app::people::identity_of;
use crate::app::{App, Sealed};
use crate::chat::inbound::{Inbound, Reply};
use crate::domain::actor::{Person, Role};
use crate::domain::ids::{PartnerId, PersonId, ReferralId};
use crate::domain::outcome::{ReferralEvent, Refusal, Seal};
use crate::domain::referral::ask_person::ask_person;
use crate::domain::referral::decide::{self, Approve, Reject};
use crate::domain::referral::stage::{self, Move};
use crate::domain::referral::{
    Referral, Status, Submitted, clocks, extend, naming, question, release, tail,
};
use crate::program::InForce;
use crate::store::StoreError;
use crate::store::desk::{Desk, Needs, Stamp};
use crate::views;

use super::{Decided, Outcome, case, happen, say_all};

impl App {
    /// Decides something about a referral that stands; `words` are what its seals stand for.
    ///
    /// # Errors
    /// [`StoreError`]: nothing was stored.
    pub async fn act_on(
        &self,
        inbound: &Inbound,
        referral: &Referral,
        act: Act,
        words: Vec<(&'static str, Sealed)>,
    ) -> Result<Outcome, StoreError> {
        let identity = identity_of(inbound);
        let id = referral.id;
        let mut needs = Needs::default();
        needs.referrals.insert(id.to_string());
        needs.domains.insert(referral.submission.domain.to_string());
        needs.identities.insert(identity.clone());
        if let Act::Undo(_) = &act {
            needs.partners.insert(referral.partner().to_string());
        }
        if let Act::Approve(Approve { owner, .. }) | Act::Owner(owner) = &act {
            needs.people.insert(owner.to_string());
            needs.people.extend(referral.owner.map(|owner| owner.to_string()));
        }
        if act.may_count() {
            self.needs_for_tiers(&mut needs).await?;
        }
        // Who stands in for finance depends on whether anybody has that role.
        needs.everything_set_up = matches!(act, Act::Reverse(_));
        let in_force = self.in_force.clone();
        let saved = act.is_at_once().then(|| self.voice().line("saved", &[]));
        self.answer_once(inbound, act.word(), needs, move |desk, stamp| {
            let reply =
                saved.clone().map_or(Reply::Nothing, |line| Reply::Private(views::note(line)));
            act_in(desk, id, &act, &identity, &in_force, stamp).map(|refused| match refused {
                Some(refusal) => Decided::Refused(refusal),
                None => {
                    for (field, sealed) in &words {
                        desk.keep(sealed.row(&id.to_string(), field));
                    }
                    Decided::Answer(reply)
                }
            })
        })
        .await
    }

    /// Lets the clock end what is over: an open question, one about a release, a protection. Gives whether it did.
    ///
    /// # Errors
    /// [`StoreError`]: nothing was stored.
    pub async fn end_what_is_over(&self, referral: &Referral) -> Result<bool, StoreError> {
        let id = referral.id;
        let mut needs = Needs::default();
        needs.referrals.insert(id.to_string());
        needs.domains.insert(referral.submission.domain.to_string());
        let (in_force, stamp) = (self.in_force.clone(), self.by_itself("deadlines"));
        let ended = move |desk: &mut Desk| {
            let Some(referral) = desk.state().referrals.get(&id) else { return Ok(false) };
            let calendar = in_force.rules_of(&referral.program).calendar;
            let mut events = question::lapse(referral, desk.now);
            events.extend(release::lapse(referral, desk.now));
            if events.is_empty() {
                events = stage::expire(referral, &calendar, desk.now);
            }
            let ended = !events.is_empty();
            let submitted = Submitted { events, matched: Vec::new() };
            follow(desk, id, submitted, &in_force, &stamp).map(|()| ended)
        };
        self.store.writer.decide(needs, ended).await
    }
}

impl App {
    /// Says what is to be said of a referral now, if anything is. Gives whether it was.
    ///
    /// # Errors
    /// [`StoreError`]: nothing was stored.
    pub async fn remind(&self, referral: &Referral) -> Result<bool, StoreError> {
        let id = referral.id;
        let mut needs = Needs::default();
        needs.referrals.insert(id.to_string());
        // A promise that was not kept goes to whoever looks after the partner.
        needs.everything_set_up = true;
        let (calendar, stamp) = (self.program().rules.calendar.clone(), self.by_itself("clocks"));
        let remind = move |desk: &mut Desk| {
            let Some(referral) = desk.state().referrals.get(&id) else { return Ok(false) };
            let events = clocks::remind(referral, &calendar, desk.now);
            let any = !events.is_empty();
            let says = happen(desk, &id, events, &stamp)?;
            say_all(desk, says, &stamp.cause);
            Ok(any)
        };
        self.store.writer.decide(needs, remind).await
    }
}

/// What is wanted of a referral that stands.
#[derive(Clone, Debug)]
pub enum Act {
    Approve(Approve),
    Reject(Reject),
    Ask(Seal),
    Answer(Seal),
    /// By a partner's member, of whoever can answer.
    AskPerson(Seal),
    Undo(Seal),
    Owner(PersonId),
    Withdraw,
    Stage(Move),
    Reopen,
    /// With what was refunded or cancelled.
    Reverse(Seal),
    /// The customer agrees to be named: who did, and how.
    Name(Seal),
    /// It does not any more, for this reason.
    Unname(Seal),
    Extend,
    /// The partner is asked to let it go, for this reason.
    Release(Seal),
    /// The partner's answer to that: whether it agrees.
    AnswerRelease(bool),
}

impl Act {
    /// A word for logs and metrics.
    const fn word(&self) -> &'static str {
        match self {
            Self::Approve(_) => "approve",
            Self::Reject(_) => "reject",
            Self::Ask(_) => "ask",
            Self::Answer(_) => "answer",
            Self::AskPerson(_) => "ask_person",
            Self::Undo(_) => "undo",
            Self::Owner(_) => "owner",
            Self::Withdraw => "withdraw",
            Self::Stage(_) => "stage",
            Self::Reopen => "reopen",
            Self::Reverse(_) => "reverse",
            Self::Name(_) => "name_customer",
            Self::Unname(_) => "unname_customer",
            Self::Extend => "extend",
            Self::Release(_) => "release",
            Self::AnswerRelease(true) => "agree_release",
            Self::AnswerRelease(false) => "keep_release",
        }
    }

    /// Whether a partner may rise by it.
    const fn may_count(&self) -> bool {
        matches!(self, Self::Approve(_) | Self::Stage(_) | Self::Reopen)
    }

    /// Whether it is done by a press alone, so that the person wants to hear that it was.
    const fn is_at_once(&self) -> bool {
        matches!(self, Self::Withdraw | Self::Reopen | Self::Extend | Self::AnswerRelease(_))
    }
}

/// Decides, and lets happen what follows; gives the refusal, if it is one.
fn act_in(
    desk: &mut Desk,
    id: ReferralId,
    act: &Act,
    identity: &str,
    in_force: &InForce,
    stamp: &Stamp,
) -> Result<Option<Refusal>, StoreError> {
    let (Some(by), Some(referral)) = (desk.person_of(identity), desk.state().referrals.get(&id))
    else {
        return Ok(Some(Refusal::Outsider));
    };
    let rules = &in_force.rules_of(&referral.program);
    let others: Vec<&Referral> = desk
        .live_on(referral.submission.domain.as_str())
        .into_iter()
        .filter(|other| other.id != id)
        .collect();
    let now = desk.now;
    let none = |events: Vec<ReferralEvent>| Submitted { events, matched: Vec::new() };
    let decided = match act {
        Act::Approve(command) => {
            let owner = desk.person(&command.owner);
            decide::approve(referral, command, by, owner, rules, now).map(none)
        }
        Act::Reject(command) => decide::reject(referral, command, by, rules, now).map(none),
        Act::Ask(text) => question::ask(referral, text.clone(), by, rules, now).map(none),
        Act::Answer(text) => question::answer(referral, text.clone(), by, rules, now).map(none),
        Act::AskPerson(text) => ask_person(referral, text.clone(), by).map(none),
        Act::Undo(reason) => {
            let partner = desk.state().partners.get(&referral.partner());
            partner
                .map_or(Ok(()), decide::may_wait_again)
                .and_then(|()| decide::undo(referral, reason.clone(), by, &others, rules, now))
        }
        Act::Owner(to) => {
            let now = referral.owner.and_then(|owner| desk.person(&owner));
            let gone = now.is_some_and(Person::is_gone);
            decide::change_owner(referral, *to, by, desk.person(to), gone).map(none)
        }
        Act::Withdraw => decide::withdraw(referral, by).map(none),
        Act::Stage(to) => {
            let all = desk.all_on(referral.submission.domain.as_str());
            let tail = referral.status == Status::Expired;
            match tail && tail::taken(referral, &all) && stage::may_move(referral, by).is_ok() {
                true => Err(Refusal::TailTaken),
                false => stage::move_stage(referral, to.clone(), by, rules, now).map(none),
            }
        }
        Act::Reverse(record) => {
            let finance = desk.people().any(|person| person.has(Role::Finance));
            stage::reverse(referral, record.clone(), by, finance, rules, now).map(none)
        }
        Act::Name(how) => naming::record(referral, true, how.clone(), by).map(none),
        Act::Unname(why) => naming::record(referral, false, why.clone(), by).map(none),
        Act::Release(reason) => release::ask(referral, reason.clone(), by, rules, now).map(none),
        Act::AnswerRelease(agrees) => release::answer(referral, *agrees, by, now).map(none),
        Act::Extend => extend::extend(referral, by, rules, now).map(none),
        Act::Reopen => {
            let taken = others.iter().any(|other| stage::stands_in_the_way(referral, other));
            stage::reopen(referral, by, taken, rules, now).map(none)
        }
    };
    match decided {
        Ok(submitted) => follow(desk, id, submitted, in_force, stamp).map(|()| None),
        Err(refusal) => Ok(Some(refusal)),
    }
}

/// Lets events happen, and with them what they mean for others on the account: a match that was
/// found, and what becomes of the case about it.
pub(super) fn follow(
    desk: &mut Desk,
    id: ReferralId,
    submitted: Submitted,
    in_force: &InForce,
    stamp: &Stamp,
) -> Result<(), StoreError> {
    let mut says = happen(desk, &id, submitted.events, stamp)?;
    for other in submitted.matched {
        let against = vec![id];
        says.extend(happen(desk, &other, vec![ReferralEvent::MatchFound { against }], stamp)?);
    }
    let domain = desk.state().referrals.get(&id).map(|one| one.submission.domain.to_string());
    if let Some(domain) = domain {
        says.extend(case::follow(desk, &domain, Some(id), in_force, stamp)?);
    }
    say_all(desk, says, &stamp.cause);
    Ok(())
}

/// Withdraws what of a partner nobody has decided on, and lets happen what that means for others.
/// The desk needs [`Needs::undecided_of`] the partner.
pub(in crate::app) fn end_referrals(
    desk: &mut Desk,
    partner: PartnerId,
    in_force: &InForce,
    stamp: &Stamp,
) -> Result<(), StoreError> {
    let all = desk.state().referrals.values();
    let own: Vec<ReferralId> =
        all.filter(|one| one.partner() == partner).map(|one| one.id).collect();
    for id in own {
        let events = desk.state().referrals.get(&id).map(decide::end_with_partner);
        let events = events.unwrap_or_default();
        if !events.is_empty() {
            follow(desk, id, Submitted { events, matched: Vec::new() }, in_force, stamp)?;
        }
    }
    Ok(())
}
