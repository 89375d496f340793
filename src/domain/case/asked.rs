//! What a resolver wants to know of a party before the case is decided.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::decide::EVIDENCE_DAYS;
use super::no::CaseNo;
use super::{Case, Phase, eligible};
use crate::domain::actor::Person;
use crate::domain::calendar::Calendar;
use crate::domain::ids::{PersonId, ReferralId};
use crate::domain::outcome::{CaseEvent, Seal};

/// A question to a party.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    pub by: PersonId,
    pub referral: ReferralId,
    pub text: Seal,
    /// Until then the party can answer, also when the time for evidence is over.
    pub until: DateTime<Utc>,
}

/// Whether `by` could ask the parties of the case something now. Whoever has a stake may: nothing is
/// decided by it, and the answer is read by whoever decides.
///
/// # Errors
/// [`CaseNo::Turn`], [`CaseNo::Over`].
pub fn may_ask(case: &Case, by: &Person) -> Result<(), CaseNo> {
    eligible::may_look_after(by)?;
    if case.phase.awaits_decision() { Ok(()) } else { Err(CaseNo::Over) }
}

/// Asks each of these parties.
///
/// # Errors
/// As [`may_ask`]; [`CaseNo::NotAParty`] when one of them is not in the case any more.
pub fn ask(
    case: &Case,
    referrals: &[ReferralId],
    text: &Seal,
    by: &Person,
    calendar: &Calendar,
    now: DateTime<Utc>,
) -> Result<Vec<CaseEvent>, CaseNo> {
    may_ask(case, by)?;
    if referrals.is_empty() || !referrals.iter().all(|id| case.party(id).is_some()) {
        return Err(CaseNo::NotAParty);
    }
    let until = calendar.business_days_later(now, EVIDENCE_DAYS);
    let asked = |referral: &ReferralId| {
        let (by, referral, text) = (by.id, *referral, text.clone());
        CaseEvent::EvidenceAsked { by, referral, text, until }
    };
    Ok(referrals.iter().map(asked).collect())
}

impl Case {
    /// Until when a party can give evidence: that is open to all, or it was asked.
    #[must_use]
    pub fn answers_until(&self, referral: &ReferralId) -> DateTime<Utc> {
        let asked = self.asked.iter().filter(|asked| asked.referral == *referral);
        asked.map(|asked| asked.until).fold(self.evidence_until, DateTime::max)
    }

    pub(super) fn take_asked(&mut self, asked: Asked) {
        let until = asked.until;
        self.asked.push(asked);
        match self.phase {
            // A decision is not late as long as what it waits for may come. What is due in the time
            // for evidence is its end, and nobody was promised a later one.
            Phase::Proposed | Phase::Appealed => {
                self.due = self.due.map(|due| due.max(until));
            }
            Phase::Evidence | Phase::Decided | Phase::Final | Phase::Settled | Phase::Excepted => {}
        }
    }
}
