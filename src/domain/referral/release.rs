//! The vendor would like to release an account: its partner is asked first. Who agrees lets it go, who
//! says no keeps it, and who says nothing for ten business days has let it go.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::moves::{Verb, next};
use super::{Referral, Status};
use crate::domain::Rules;
use crate::domain::actor::{Person, Role};
use crate::domain::calendar::Calendar;
use crate::domain::ids::PersonId;
use crate::domain::outcome::{ReferralEvent, Refusal, Seal};

/// Business days in which the partner can answer.
pub const ANSWER_DAYS: u32 = 10;
/// Dates after a no before the partner is asked again.
pub const AGAIN_DAYS: i64 = 30;

/// What a partner was asked, and whether it said no.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Release {
    pub by: PersonId,
    pub reason: Seal,
    /// Without an answer it is released then.
    pub until: DateTime<Utc>,
    /// When the partner said no.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kept: Option<DateTime<Utc>>,
}

impl Referral {
    /// The question about a release that waits for the partner's answer.
    #[must_use]
    pub fn release_asked(&self) -> Option<&Release> {
        let running = self.status == Status::Approved;
        self.release.as_ref().filter(|release| running && release.kept.is_none())
    }
}

/// Whether `by` could ask the partner now.
///
/// # Errors
/// In the order in which people are told: [`Refusal::Outsider`], [`Refusal::NoRole`],
/// [`Refusal::NoMove`], [`Refusal::InReview`] (a case decides about it), [`Refusal::ReleaseAsked`],
/// [`Refusal::ReleaseKept`].
pub fn may_ask(
    referral: &Referral,
    by: &Person,
    calendar: &Calendar,
    now: DateTime<Utc>,
) -> Result<(), Refusal> {
    if !by.may_see(&referral.partner()) {
        return Err(Refusal::Outsider);
    }
    if !by.is_vendor() || !by.manages_partners() {
        return Err(Refusal::NoRole { role: Role::PartnerManager });
    }
    referral.refuse_unless(Verb::Release)?;
    if referral.match_open {
        return Err(Refusal::InReview);
    }
    match &referral.release {
        None => Ok(()),
        Some(Release { kept: None, until, .. }) => Err(Refusal::ReleaseAsked { until: *until }),
        Some(Release { kept: Some(at), .. }) => {
            let from = again_from(*at, calendar);
            if calendar.local_date(now) < from {
                return Err(Refusal::ReleaseKept { from });
            }
            Ok(())
        }
    }
}

fn again_from(kept: DateTime<Utc>, calendar: &Calendar) -> NaiveDate {
    calendar.local_date(kept) + TimeDelta::days(AGAIN_DAYS)
}

/// Asks the partner to release its account.
///
/// # Errors
/// As [`may_ask`].
pub fn ask(
    referral: &Referral,
    reason: Seal,
    by: &Person,
    rules: &Rules,
    now: DateTime<Utc>,
) -> Result<Vec<ReferralEvent>, Refusal> {
    may_ask(referral, by, &rules.calendar, now)?;
    let until = rules.calendar.business_days_later(now, ANSWER_DAYS);
    Ok(vec![ReferralEvent::ReleaseAsked { by: by.id, reason, until }])
}

/// A partner's answer. Any of its members keeps the referral; only who may withdraw it lets it go.
///
/// # Errors
/// [`Refusal::Outsider`], [`Refusal::NotAMember`], [`Refusal::NoRelease`], [`Refusal::TooLate`] when
/// the deadline passed and the clock's job has not run, [`Refusal::NotYoursToRelease`].
pub fn answer(
    referral: &Referral,
    agrees: bool,
    by: &Person,
    now: DateTime<Utc>,
) -> Result<Vec<ReferralEvent>, Refusal> {
    referral.refuse_unless_member(by)?;
    let release = referral.release_asked().ok_or(Refusal::NoRelease)?;
    if now > release.until && !referral.match_open {
        return Err(Refusal::TooLate { verb: Verb::Release, until: release.until });
    }
    if !agrees {
        return Ok(vec![ReferralEvent::ReleaseKept { by: by.id }]);
    }
    let admin = by.membership.as_ref().is_some_and(|membership| membership.admin);
    if !admin && referral.submission.by != by.id {
        return Err(Refusal::NotYoursToRelease);
    }
    Ok(vec![ReferralEvent::Released { by: Some(by.id), asked: release.by }])
}

/// Releases what nobody answered about; nothing otherwise. While a case is open it decides.
#[must_use]
pub fn lapse(referral: &Referral, now: DateTime<Utc>) -> Option<ReferralEvent> {
    let may = next(Some(referral.status), Verb::Release).is_some() && !referral.match_open;
    let release = referral.release_asked().filter(|release| may && release.until < now)?;
    Some(ReferralEvent::Released { by: None, asked: release.by })
}
