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
    match case.phase {
        Phase::Evidence if now <= case.evidence_until => Ok(()),
        Phase::Evidence | Phase::Proposed | Phase::Decided | Phase::Appealed => {
            Err(CaseNo::EvidenceOver { until: case.evidence_until })
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
    let State { claim, text, link, on } = command;
    let (by, referral) = (by.id, referral.id);
    Ok(CaseEvent::CaseStated(Box::new(Statement { by, referral, claim, text, link, on })))
}
