//! Getting started: the first steps of a partner, from its channel to its first accepted referral.
//!
//! What a step has come to is recorded anyway, as far as there is a fact for it; [`Start`] keeps the
//! rest, and what was done about the list. [`List`] is how it stands. It ends with the first referral
//! that is accepted, whatever else is open.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::agreement::Agreement;
use super::calendar::Calendar;
use super::outcome::PartnerEvent;
use super::partner::{Partner, PartnerState};
use super::words::words;

words! {
    /// One step, in the order in which people read them.
    Step {
        Agreement = "agreement",
        Colleagues = "colleagues",
        /// Who is looked for.
        Ideal = "ideal",
        Consent = "consent",
        /// Sending the first referral.
        Refer = "refer",
    }
}

/// From so many people on a partner has named its colleagues.
const NAMED: usize = 2;

/// What the programme settles about the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Care {
    /// Whether new partners get one.
    pub checklist: bool,
    /// Business days without a step after which whoever looks after the partner hears of it.
    pub stuck_days: u32,
}

impl Default for Care {
    fn default() -> Self {
        Self { checklist: true, stuck_days: 7 }
    }
}

/// What of a partner's first steps stands nowhere else.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Start {
    /// Somebody opened the partner in chat; others came by a set-up file.
    pub opened: bool,
    pub begun: Option<DateTime<Utc>>,
    /// Steps that leave no other trace, or none that says when.
    pub taken: BTreeMap<Step, DateTime<Utc>>,
    /// At which steps somebody was told that nothing moves.
    pub raised: BTreeSet<Step>,
    pub ended: Option<DateTime<Utc>>,
}

impl Start {
    /// Of a partner that somebody opened in chat.
    #[must_use]
    pub fn opened() -> Self {
        Self { opened: true, ..Self::default() }
    }

    #[must_use]
    pub const fn is_open(&self) -> bool {
        self.begun.is_some() && self.ended.is_none()
    }

    /// Whether the list is open and waits to be told of this step.
    #[must_use]
    pub fn awaits(&self, step: Step) -> bool {
        self.is_open() && !self.taken.contains_key(&step)
    }

    /// The first time counts.
    pub(super) fn take(&mut self, step: Step, at: DateTime<Utc>) {
        self.taken.entry(step).or_insert(at);
    }
}

/// What is known of a partner that its own row does not say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// Who speaks for it.
    pub people: usize,
    /// When the last of them came.
    pub joined: Option<DateTime<Utc>>,
    /// When it sent something last.
    pub sent: Option<DateTime<Utc>>,
    /// Whether something it sent waits for a decision.
    pub waits: bool,
    /// Whether something it sent was accepted, whatever came of it.
    pub accepted: bool,
}

/// How the list of a partner stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct List {
    /// The steps that the programme has, and whether each is done.
    pub steps: Vec<(Step, bool)>,
    /// When a step was done last, or else when the list began.
    pub moved: DateTime<Utc>,
    pub ended: Option<DateTime<Utc>>,
}

impl List {
    /// None where it has not begun. A step that the programme has nothing for is left out.
    #[must_use]
    pub fn of(
        partner: &Partner,
        agreement: Option<&Agreement>,
        ideal: bool,
        facts: &Facts,
    ) -> Option<Self> {
        let start = &partner.start;
        let begun = start.begun?;
        let taken = |step| start.taken.contains_key(&step);
        let state = |step| match step {
            Step::Agreement => agreement.map(|one| one.is_accepted_by(partner)),
            Step::Colleagues => Some(facts.people >= NAMED || taken(step)),
            Step::Ideal => ideal.then(|| taken(step)),
            Step::Consent => Some(taken(step)),
            // Of one that was turned down nothing is left: another is the first then.
            Step::Refer => Some(facts.waits || facts.accepted),
        };
        let steps = Step::ALL.iter().filter_map(|step| Some((*step, state(*step)?)));
        let agreed = partner.agreed.as_ref().map(|agreed| agreed.at);
        let known = [agreed, facts.joined, facts.sent].into_iter().flatten();
        let moved = known.chain(start.taken.values().copied()).fold(begun, DateTime::max);
        Some(Self { steps: steps.collect(), moved, ended: start.ended })
    }

    #[must_use]
    pub fn done(&self) -> usize {
        self.steps.iter().filter(|(_, done)| *done).count()
    }

    pub fn open(&self) -> impl Iterator<Item = Step> {
        self.steps.iter().filter(|(_, done)| !done).map(|(step, _)| *step)
    }

    /// The first that is open; none once the list has ended.
    #[must_use]
    pub fn next(&self) -> Option<Step> {
        self.open().next().filter(|_| self.ended.is_none())
    }

    /// The step at which nothing has moved for too long, if nobody was told so. Of a trial partner,
    /// and of one that is suspended or has left, nobody is.
    #[must_use]
    pub fn stuck(
        &self,
        partner: &Partner,
        calendar: &Calendar,
        care: Care,
        now: DateTime<Utc>,
    ) -> Option<Step> {
        let next = self.next().filter(|step| !partner.start.raised.contains(step))?;
        let counts = !partner.test && partner.state == PartnerState::Approved;
        let long = calendar.business_days_later(self.moved, care.stuck_days) <= now;
        (counts && long).then_some(next)
    }
}

/// Whether a partner's list begins by itself with a channel that becomes its own: it is new, by
/// somebody's hand, and this channel is the first.
#[must_use]
pub fn begins(partner: &Partner, care: Care, first: bool) -> bool {
    let new = partner.start.opened && partner.start.begun.is_none() && partner.sent == 0;
    care.checklist && first && new && partner.state == PartnerState::Approved
}

/// Why somebody cannot begin a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BeginNo {
    /// It is suspended, or has left.
    NotActive,
    /// It has one, or had.
    Begun,
    /// There is nothing left that it would lead to.
    Accepted,
    /// There is no place where it could stand.
    NoChannel,
}

/// Begins the list of a partner by hand, whoever opened it.
///
/// # Errors
/// [`BeginNo`].
pub fn begin(partner: &Partner, accepted: bool, channel: bool) -> Result<PartnerEvent, BeginNo> {
    if partner.start.begun.is_some() {
        return Err(BeginNo::Begun);
    }
    if accepted {
        return Err(BeginNo::Accepted);
    }
    if partner.state != PartnerState::Approved {
        return Err(BeginNo::NotActive);
    }
    if !channel {
        return Err(BeginNo::NoChannel);
    }
    Ok(PartnerEvent::StartBegun)
}

#[cfg(test)]
mod tests {
    use chrono_tz::UTC;

    use super::*;
    use crate::domain::ids::{PartnerId, PersonId};
    use crate::domain::partner::{Consent, PartnerKind};

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    /// Opened on a Monday.
    fn fresh() -> Partner {
        let opened = PartnerEvent::PartnerOpened {
            code: "NOR".parse().unwrap(),
            name: "North".to_owned(),
            domains: Vec::new(),
            partner_kind: PartnerKind::Referral,
            manager: PersonId::new(1),
        };
        let on = at("2026-03-02T08:00:00Z");
        Partner::from_first(PartnerId::new(1), &opened, on).unwrap()
    }

    fn begun() -> Partner {
        let mut partner = fresh();
        partner.apply(&PartnerEvent::StartBegun, at("2026-03-02T09:30:00Z"));
        partner
    }

    fn agreement() -> Agreement {
        Agreement {
            version: "1".to_owned(),
            date: "2026-03-01".parse().unwrap(),
            summary: Vec::new(),
            link: "https://vendor.example/agreement".to_owned(),
            sha256: "a".repeat(64),
        }
    }

    fn open(partner: &Partner, facts: &Facts) -> Vec<Step> {
        List::of(partner, Some(&agreement()), true, facts).unwrap().open().collect()
    }

    #[test]
    fn a_step_is_done_by_the_fact_that_it_is_about() {
        let mut one = begun();
        let mut facts = Facts { people: 1, ..Facts::default() };
        assert_eq!(open(&one, &facts), Step::ALL, "nothing is done");
        facts.people = 2;
        assert_eq!(open(&one, &facts), [Step::Agreement, Step::Ideal, Step::Consent, Step::Refer]);
        let accepted = agreement().accept(&one, PersonId::new(2)).unwrap();
        one.apply(&accepted, at("2026-03-03T09:00:00Z"));
        let none = PartnerEvent::ConsentChosen(Consent::default());
        one.apply(&none, at("2026-03-04T09:00:00Z"));
        assert_eq!(open(&one, &facts), [Step::Ideal, Step::Refer], "to say no is to have chosen");
        let seen = PartnerEvent::StartStepTaken { step: Step::Ideal };
        one.apply(&seen, at("2026-03-05T09:00:00Z"));
        one.apply(&seen, at("2026-03-06T09:00:00Z"));
        assert_eq!(one.start.taken[&Step::Ideal], at("2026-03-05T09:00:00Z"), "once");
        facts.waits = true;
        facts.sent = Some(at("2026-03-05T10:00:00Z"));
        let list = List::of(&one, Some(&agreement()), true, &facts).unwrap();
        assert_eq!((list.done(), list.next(), list.moved), (5, None, at("2026-03-05T10:00:00Z")));
        facts.waits = false;
        assert_eq!(open(&one, &facts), [Step::Refer], "it was turned down");
        // Another text is to be accepted anew.
        let other = Agreement { version: "2".to_owned(), ..agreement() };
        let list = List::of(&one, Some(&other), true, &facts).unwrap();
        assert_eq!(list.next(), Some(Step::Agreement));
    }

    #[test]
    fn a_programme_without_something_has_no_step_for_it() {
        let mut one = begun();
        let facts = Facts::default();
        let steps = |agreement: Option<&Agreement>, ideal| {
            List::of(&begun(), agreement, ideal, &facts).unwrap().steps.len()
        };
        assert_eq!((steps(None, false), steps(None, true)), (3, 4));
        assert_eq!((steps(Some(&agreement()), false), steps(Some(&agreement()), true)), (4, 5));
        let alone = PartnerEvent::StartStepTaken { step: Step::Colleagues };
        one.apply(&alone, at("2026-03-03T09:00:00Z"));
        let list = List::of(&one, None, false, &facts).unwrap();
        assert_eq!(list.open().collect::<Vec<_>>(), [Step::Consent, Step::Refer]);
        assert_eq!(List::of(&fresh(), None, false, &facts), None, "it has not begun");
    }

    #[test]
    fn nothing_moves_for_seven_business_days_and_somebody_is_told_once_a_step() {
        let calendar = Calendar::usual(UTC);
        let care = Care::default();
        let one = begun();
        let stuck = |one: &Partner, facts: &Facts, now: &str| {
            let list = List::of(one, None, false, facts).unwrap();
            list.stuck(one, &calendar, care, at(now))
        };
        let none = Facts::default();
        // Monday 09:30 and seven business days: Wednesday of the week after.
        assert_eq!(stuck(&one, &none, "2026-03-11T09:29:59Z"), None);
        assert_eq!(stuck(&one, &none, "2026-03-11T09:30:00Z"), Some(Step::Colleagues));
        let moved = Facts { people: 2, joined: Some(at("2026-03-11T09:00:00Z")), ..none };
        assert_eq!(stuck(&one, &moved, "2026-03-11T09:30:00Z"), None, "something has moved");
        assert_eq!(stuck(&one, &moved, "2026-03-20T09:00:00Z"), Some(Step::Consent));
        let mut told = one.clone();
        let raised = PartnerEvent::StartStuck { step: Step::Colleagues };
        told.apply(&raised, at("2026-03-12T09:00:00Z"));
        assert_eq!(stuck(&told, &none, "2026-05-01T09:00:00Z"), None, "once");
        assert_eq!(stuck(&told, &moved, "2026-05-01T09:00:00Z"), Some(Step::Consent), "the next");
        for change in [
            |one: &mut Partner| one.test = true,
            |one: &mut Partner| one.state = PartnerState::Suspended,
            |one: &mut Partner| one.state = PartnerState::Terminated,
            |one: &mut Partner| one.apply(&PartnerEvent::StartEnded, DateTime::UNIX_EPOCH),
        ] {
            let mut other = one.clone();
            change(&mut other);
            assert_eq!(stuck(&other, &none, "2026-05-01T09:00:00Z"), None, "{other:?}");
        }
    }

    #[test]
    fn it_begins_by_itself_for_new_partners_alone_and_by_hand_until_one_is_accepted() {
        let (on, off) = (Care::default(), Care { checklist: false, ..Care::default() });
        let by_file = Partner { start: Start::default(), ..fresh() };
        let suspended = Partner { state: PartnerState::Suspended, ..fresh() };
        #[rustfmt::skip]
        let table = [
            (fresh(),                         on,  true,  true),
            (fresh(),                         off, true,  false),
            (fresh(),                         on,  false, false),
            (by_file.clone(),                 on,  true,  false),
            (suspended.clone(),               on,  true,  false),
            (Partner { sent: 1, ..fresh() },  on,  true,  false),
            (begun(),                         on,  true,  false),
        ];
        for (partner, care, first, expected) in table {
            assert_eq!(begins(&partner, care, first), expected, "{partner:?} {care:?} {first}");
        }
        #[rustfmt::skip]
        let table = [
            // who      accepted  channel  what
            (by_file,   false,    true,    Ok(PartnerEvent::StartBegun)),
            (fresh(),   false,    true,    Ok(PartnerEvent::StartBegun)),
            (fresh(),   true,     true,    Err(BeginNo::Accepted)),
            (fresh(),   false,    false,   Err(BeginNo::NoChannel)),
            (begun(),   false,    true,    Err(BeginNo::Begun)),
            (suspended, false,    true,    Err(BeginNo::NotActive)),
        ];
        for (partner, accepted, channel, expected) in table {
            assert_eq!(begin(&partner, accepted, channel), expected, "{partner:?}");
        }
    }
}
