//! The grace after a protection: for some days only the same partner may register the account again.
//! What another sends meanwhile is received like everything else and waits, its clock stopped, until
//! grace is over; no case opens about it, unless the first partner comes back.

use chrono::{DateTime, Days, NaiveDate, Utc};

use super::{Referral, Status};
use crate::domain::actor::Person;
use crate::domain::calendar::Calendar;
use crate::domain::case::decide::EVIDENCE_DAYS;
use crate::domain::case::evidence::State;
use crate::domain::case::no::CaseNo;
use crate::domain::ids::{PartnerId, ReferralId};
use crate::domain::outcome::ReferralEvent;

/// Days after the last protected one, the last of them included.
pub const GRACE_DAYS: u64 = 7;

/// The last day of grace; none for what is not expired.
#[must_use]
pub fn until(referral: &Referral) -> Option<NaiveDate> {
    let window = referral.protection.as_ref().filter(|_| referral.status == Status::Expired)?;
    window.through.checked_add_days(Days::new(GRACE_DAYS))
}

/// The first instant after grace, where it still runs.
#[must_use]
pub fn ends(referral: &Referral, calendar: &Calendar, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    until(referral).map(|last| calendar.end_of_day(last)).filter(|end| now < *end)
}

/// What grace on the account means for a registration by `partner`: it comes back within its own, or
/// waits for the end of somebody else's. `all` is everything on the account. Whoever has come back is
/// a neighbour like any other.
#[must_use]
pub fn on(
    partner: PartnerId,
    all: &[&Referral],
    calendar: &Calendar,
    now: DateTime<Utc>,
) -> Option<ReferralEvent> {
    let runs = |one: &&&Referral| ends(one, calendar, now).is_some();
    let is_back =
        |other: PartnerId| all.iter().any(|one| one.partner() == other && one.status.is_live());
    if let Some(own) = all.iter().filter(runs).find(|one| one.partner() == partner) {
        return Some(ReferralEvent::CameBack { after: own.id });
    }
    let others = all.iter().filter(runs).filter(|one| !is_back(one.partner()));
    let last = others.max_by_key(|one| until(one))?;
    let until = ends(last, calendar, now)?;
    let evidence_until = Some(calendar.business_days_later(now, EVIDENCE_DAYS));
    Some(ReferralEvent::GraceHeld { against: last.id, until, evidence_until })
}

/// Whether `by` could give evidence about a referral that waits: as in a case, so that nobody can tell
/// the one from the other.
///
/// # Errors
/// [`CaseNo::NotAParty`], [`CaseNo::Over`], [`CaseNo::EvidenceOver`].
pub fn may_state(
    referral: &Referral,
    by: &Person,
    calendar: &Calendar,
    now: DateTime<Utc>,
) -> Result<(), CaseNo> {
    if !by.may_see(&referral.partner()) {
        return Err(CaseNo::NotAParty);
    }
    if !referral.waits_for_grace(now) {
        return Err(CaseNo::Over);
    }
    let until = calendar.business_days_later(referral.submitted_at, EVIDENCE_DAYS);
    if now > until { Err(CaseNo::EvidenceOver { until }) } else { Ok(()) }
}

/// Keeps evidence for the case that may open.
///
/// # Errors
/// As [`may_state`].
pub fn state(
    referral: &Referral,
    command: State,
    by: &Person,
    calendar: &Calendar,
    now: DateTime<Utc>,
) -> Result<ReferralEvent, CaseNo> {
    may_state(referral, by, calendar, now)?;
    Ok(ReferralEvent::StatedAhead(Box::new(command.of(referral, by))))
}

impl Referral {
    /// Whether it waits for the end of somebody else's grace.
    #[must_use]
    pub fn waits_for_grace(&self, now: DateTime<Utc>) -> bool {
        self.held_until.is_some_and(|until| self.match_open && now < until)
    }
}

/// A referral whose wait is over, with whatever else is live on the account: the others it meets now.
#[must_use]
pub fn met(referral: &Referral, live: &[&Referral]) -> Option<ReferralEvent> {
    let waited = referral.held_until.is_some();
    let others = live.iter().filter(|one| one.partner() != referral.partner());
    let against: Vec<ReferralId> = others.map(|one| one.id).collect();
    (waited && !against.is_empty()).then_some(ReferralEvent::MatchFound { against })
}
