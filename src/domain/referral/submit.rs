//! Registering: what a partner member sends, and what follows from it for others on the account.

use chrono::{DateTime, Utc};

use super::{Basis, Introduction, Referral, Relationship, grace};
use crate::domain::Rules;
use crate::domain::account::Domain;
use crate::domain::actor::Person;
use crate::domain::agreement;
use crate::domain::ids::{FormId, ReferralId, ReferralNumber};
use crate::domain::outcome::{ReferralEvent, Refusal, Seal, Submission};
use crate::domain::partner::{Partner, PartnerState};
use crate::domain::tier::count::Counted;

/// What a partner member wants registered; everything in it was checked for shape.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Submit {
    pub form: FormId,
    pub domain: Domain,
    pub company: Seal,
    pub need: Seal,
    pub relationship: Relationship,
    pub introduction: Introduction,
    pub basis: Basis,
    pub contact_name: Option<Seal>,
    pub contact_email: Option<Seal>,
    pub job_title: Option<Seal>,
    /// The address of the message at which it was started.
    pub source: Option<Seal>,
    /// Somebody of the vendor's registers it for the partner, in its channel.
    pub on_behalf: bool,
}

/// What follows from a submission, and from a decision that is taken back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Submitted {
    /// For the new referral's own stream.
    pub events: Vec<ReferralEvent>,
    /// Live referrals of other partners on the same account: each learns of the match, too.
    pub matched: Vec<ReferralId>,
}

/// Registers a referral.
///
/// `all` are all referrals on the same domain that are live or were protected, whoever sent them;
/// `counted` the partner's own, where its tier has a quota.
///
/// # Errors
/// [`Refusal::NotAMember`], [`Refusal::PartnerPaused`], [`Refusal::AgreementMissing`],
/// [`Refusal::AlreadyYours`], [`Refusal::QuotaFull`]: all about the partner's own side. What others have on the account, or that the programme takes no referrals of
/// it, never refuses here: it is received, and reviewed.
pub fn submit(
    command: Submit,
    by: &Person,
    partner: &Partner,
    (all, counted): (&[&Referral], &[Counted]),
    rules: &Rules,
    now: DateTime<Utc>,
) -> Result<Submitted, Refusal> {
    let may = if command.on_behalf {
        by.may_register_for_partners()
    } else {
        by.is_member_of(&partner.id)
    };
    if !may {
        return Err(Refusal::NotAMember);
    }
    if partner.state != PartnerState::Approved {
        return Err(Refusal::PartnerPaused { since: partner.stands_since() });
    }
    if let Some(agreement) = agreement::missing(rules.agreement.as_ref(), partner) {
        return Err(Refusal::AgreementMissing { version: agreement.version.clone() });
    }
    let live = || all.iter().filter(|other| other.status.is_live());
    if let Some(own) = live().find(|other| other.partner() == partner.id) {
        return Err(Refusal::AlreadyYours { number: own.number() });
    }
    let tier = rules.tiers.of(partner);
    if let Some(why) = tier.and_then(|tier| tier.quota.full(counted, &rules.calendar, now)) {
        return Err(Refusal::QuotaFull { why });
    }
    let off_limits = rules.off_limits_domains.iter().any(|one| one == command.domain.as_str());
    let promise_days = rules.tiers.promise_days(partner, rules.promise_days);
    let due = rules.calendar.business_days_later(now, promise_days);
    let submission = Submission {
        partner: partner.id,
        number: ReferralNumber { code: partner.code, count: partner.sent + 1 },
        form: command.form,
        domain: command.domain,
        company: command.company,
        need: command.need,
        relationship: command.relationship,
        introduction: command.introduction,
        basis: command.basis,
        contact_name: command.contact_name,
        contact_email: command.contact_email,
        job_title: command.job_title,
        source: command.source,
        by: by.id,
        on_behalf: command.on_behalf,
        due,
        tier: tier.map(|tier| tier.name.clone()),
        half: Some(rules.calendar.half_of_promise(now, due)),
    };
    // An account that is closed is not waited for.
    let grace = grace::on(partner.id, all, &rules.calendar, now).filter(|_| !off_limits);
    let waits = matches!(grace, Some(ReferralEvent::GraceHeld { .. }));
    let matched: Vec<ReferralId> = live().filter(|_| !waits).map(|other| other.id).collect();
    let mut events = vec![ReferralEvent::Submitted(Box::new(submission))];
    if off_limits {
        events.push(ReferralEvent::OffLimitsFound);
    }
    events.extend(grace);
    if !matched.is_empty() {
        events.push(ReferralEvent::MatchFound { against: matched.clone() });
    }
    Ok(Submitted { events, matched })
}
