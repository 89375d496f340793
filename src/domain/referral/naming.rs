//! Whether a customer may be named in public: only where somebody of theirs has agreed, and somebody of
//! the vendor's has recorded who it was and how.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{Referral, Status};
use crate::domain::actor::{Person, Role};
use crate::domain::ids::PersonId;
use crate::domain::outcome::{ReferralEvent, Refusal, Seal};

/// What stands for the customer's consent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Naming {
    /// Who recorded it.
    pub by: PersonId,
    pub at: DateTime<Utc>,
    /// Who agreed, and how; for the vendor's team only.
    pub record: Seal,
}

/// Whether `by` could record now that the customer agrees, or does not any more. A company that is no
/// customer has nothing to agree to; a consent that stands can be taken back whatever has become of the
/// deal.
///
/// # Errors
/// [`Refusal::Outsider`], [`Refusal::NoRole`], [`Refusal::NotWon`].
pub fn may_record(referral: &Referral, by: &Person) -> Result<(), Refusal> {
    if !by.may_see(&referral.partner()) {
        return Err(Refusal::Outsider);
    }
    let knows_them = by.has(Role::Sales) || referral.owner == Some(by.id);
    if !knows_them && !by.looks_after_community() {
        return Err(Refusal::NoRole { role: Role::Sales });
    }
    let may = referral.status == Status::Won || referral.naming.is_some();
    if may { Ok(()) } else { Err(Refusal::NotWon) }
}

/// Records that the customer agrees to be named, or does not any more. Nothing happens where nobody had
/// agreed.
///
/// # Errors
/// As [`may_record`].
pub fn record(
    referral: &Referral,
    agreed: bool,
    record: Seal,
    by: &Person,
) -> Result<Vec<ReferralEvent>, Refusal> {
    may_record(referral, by)?;
    if agreed && referral.status != Status::Won {
        return Err(Refusal::NotWon);
    }
    let news = agreed || referral.naming.is_some();
    let event = ReferralEvent::NamingRecorded { by: by.id, agreed, record };
    Ok(news.then_some(event).into_iter().collect())
}
