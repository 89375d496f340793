//! What the parties say, each for the resolvers alone.

use chrono::{DateTime, NaiveDate, Utc};

use super::no::CaseNo;
use super::{Case, Claim, Phase};
use crate::domain::actor::Person;
use crate::domain::outcome::{CaseEvent, Seal, Statement};
use crate::domain::referral::Referral;

/// Whether `by` could give evidence about a referral of the case now. What comes exactly at the end
/// of the time for it is in time.
///
/// # Errors
/// [`CaseNo::NotAParty`], [`CaseNo::Over`], [`CaseNo::EvidenceOver`].
pub fn may_state(
    case: &Case,
    referral: &Referral,
    by: &Person,
    now: DateTime<Utc>,
) -> Result<(), CaseNo> {
    // Whoever of the vendor's has a stake decides nothing, and their facts are welcome.
    let party = case.party(&referral.id).is_some();
    if !party || !by.may_see(&referral.partner()) {
        return Err(CaseNo::NotAParty);
    }
    let until = case.answers_until(&referral.id);
    match case.phase {
        Phase::Evidence if now <= until => Ok(()),
        // The others were not asked.
        Phase::Proposed | Phase::Appealed if now <= until && until > case.evidence_until => Ok(()),
        Phase::Evidence | Phase::Proposed | Phase::Decided | Phase::Appealed => {
            Err(CaseNo::EvidenceOver { until })
        }
        Phase::Final | Phase::Settled | Phase::Excepted => Err(CaseNo::Over),
    }
}

/// What a party wants to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct State {
    pub claim: Option<Claim>,
    pub text: Seal,
    pub link: Option<Seal>,
    pub on: Option<NaiveDate>,
}

impl State {
    /// As somebody says it about a referral.
    #[must_use]
    pub fn of(self, referral: &Referral, by: &Person) -> Statement {
        let Self { claim, text, link, on } = self;
        Statement { by: by.id, referral: referral.id, claim, text, link, on }
    }
}

/// Gives evidence.
///
/// # Errors
/// As [`may_state`].
pub fn state(
    case: &Case,
    referral: &Referral,
    command: State,
    by: &Person,
    now: DateTime<Utc>,
) -> Result<CaseEvent, CaseNo> {
    may_state(case, referral, by, now)?;
    Ok(CaseEvent::CaseStated(Box::new(command.of(referral, by))))
}
