//! The tail of a protection: a deal that closes soon after the last protected day is credited all the
//! same, where it had come far by then and nobody else got the account meanwhile.

use chrono::{DateTime, Days, NaiveDate, Utc};

use super::{Referral, Stage, Status};
use crate::domain::outcome::Refusal;

/// Days after the last protected one within which a deal has to be closed, the last of them included.
pub const TAIL_DAYS: u64 = 30;

/// The last day on which a closed deal still counts; none for what is not expired, or had not come
/// far enough on its last protected day.
#[must_use]
pub fn until(referral: &Referral) -> Option<NaiveDate> {
    let has_one = referral.status == Status::Expired && is_far(referral.stage?);
    let window = referral.protection.as_ref().filter(|_| has_one)?;
    window.through.checked_add_days(Days::new(TAIL_DAYS))
}

/// Whether a deal that was closed `on` this day is still credited to an expired referral.
///
/// # Errors
/// [`Refusal::TailStage`], [`Refusal::TailOver`].
pub fn may_win(referral: &Referral, on: NaiveDate) -> Result<(), Refusal> {
    let until = until(referral).ok_or(Refusal::TailStage)?;
    if on > until {
        return Err(Refusal::TailOver { until });
    }
    Ok(())
}

/// Whether another partner was approved on the account since the protection ended: then a case says
/// who is credited. `others` is everything on the account.
#[must_use]
pub fn taken(referral: &Referral, others: &[&Referral]) -> bool {
    let Some(ended) = referral.protection.as_ref().map(|window| window.expires) else {
        return false;
    };
    let rival = |other: &&&Referral| other.partner() != referral.partner();
    others.iter().filter(rival).any(|other| approved(other).is_some_and(|at| at >= ended))
}

/// When it was approved, if it was and that still stands.
fn approved(referral: &Referral) -> Option<DateTime<Utc>> {
    referral.decision.as_ref().filter(|_| referral.stage.is_some()).map(|decision| decision.at)
}

const fn is_far(stage: Stage) -> bool {
    match stage {
        Stage::Qualified
        | Stage::Meeting
        | Stage::Proposal
        | Stage::Negotiation
        | Stage::Nurture => true,
        Stage::New | Stage::Contacted | Stage::ClosedWon | Stage::ClosedLost => false,
    }
}
