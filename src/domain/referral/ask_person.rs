//! A partner's member has read why a referral stands where it stands, and asks a person all the same.

use super::Referral;
use crate::domain::actor::Person;
use crate::domain::outcome::{ReferralEvent, Refusal, Seal};

/// Whether `by` could ask, however the referral stands: a "why?" has no end.
///
/// # Errors
/// [`Refusal::Outsider`], [`Refusal::NotAMember`].
pub fn may_ask_person(referral: &Referral, by: &Person) -> Result<(), Refusal> {
    referral.refuse_unless_member(by)
}

/// Asks.
///
/// # Errors
/// As [`may_ask_person`].
pub fn ask_person(
    referral: &Referral,
    question: Seal,
    by: &Person,
) -> Result<Vec<ReferralEvent>, Refusal> {
    may_ask_person(referral, by)?;
    Ok(vec![ReferralEvent::PersonAsked { by: by.id, question }])
}
