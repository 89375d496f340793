//! What the vendor's own systems say of companies: looked at when a referral comes in, when somebody
//! asks, and by a conflict case. It comes in by file ([`intake`]) or from a CRM ([`crm`]). [`check`]
//! has the question before registering, [`aliases`] which domains are one company.

mod aliases;
mod check;
pub mod crm;
pub mod intake;

use crate::domain::Rules;
use crate::domain::account::Domain;
use crate::domain::account::candidate::{Candidate, Reason};
use crate::domain::account::known::{Found, Standing};
use crate::domain::account::matching::{CANDIDATES, Matching};
use crate::domain::account::name::Name;
use crate::domain::ids::PartnerId;
use crate::domain::outcome::ReferralEvent;
use crate::store::StoreError;
use crate::store::accounts::like::{Like, like};
use crate::store::accounts::{self, Company, Entry};
use crate::store::desk::Desk;
use crate::store::dialect::Db;

pub use aliases::Alias;

/// Everything that stands against a new referral on a domain, but for other referrals. Both a
/// registration and a question look at it, in the same way.
pub(super) fn against(desk: &Desk, domain: &Domain, rules: &Rules) -> Against {
    let listed = |one: &Domain| rules.off_limits_domains.iter().any(|off| off == one.as_str());
    let found: Vec<Found> = desk.known_on(domain).map(Entry::found).collect();
    let off_limits = desk.company(domain).iter().any(listed)
        || found.iter().any(|one| one.standing == Standing::OffLimits);
    let found = found.into_iter().filter(|one| one.standing.stands_against()).collect();
    Against { off_limits, found }
}

/// See [`against`].
pub(super) struct Against {
    /// By the programme, or by the vendor's own systems.
    pub off_limits: bool,
    /// What stands against it, off-limits accounts among them.
    pub found: Vec<Found>,
}

impl Against {
    pub fn is_clear(&self) -> bool {
        !self.off_limits && self.found.is_empty()
    }

    /// What follows for a new referral. `events` are those of its submission.
    pub fn follow(self, events: &mut Vec<ReferralEvent>) {
        if self.off_limits && !events.contains(&ReferralEvent::OffLimitsFound) {
            events.push(ReferralEvent::OffLimitsFound);
        }
        if !self.found.is_empty() {
            events.push(ReferralEvent::AccountFound { found: self.found });
        }
    }
}

/// Whether another partner's live referral stands on the company.
pub(super) fn is_referred(desk: &Desk, domain: &Domain, partner: PartnerId) -> bool {
    desk.live_on(domain.as_str()).iter().any(|other| other.partner() != partner)
}

/// Accounts that a reviewer may want to look at: what the vendor's own systems have on the domain,
/// on that of the contact's e-mail address, and under a similar name; the surest first.
///
/// # Errors
/// [`StoreError`].
pub async fn candidates(
    db: &Db,
    domain: &Domain,
    contact: Option<&Domain>,
    name: &str,
) -> Result<Vec<Candidate>, StoreError> {
    let company = accounts::on(db, domain).await?;
    candidates_for(db, &Matching::default(), (domain, company), contact, name).await
}

/// The same as a programme sees it, where the company was looked up already. An e-mail address at a
/// domain that many share says nothing.
pub(super) async fn candidates_for(
    db: &Db,
    matching: &Matching,
    (domain, company): (&Domain, Company),
    contact: Option<&Domain>,
    name: &str,
) -> Result<Vec<Candidate>, StoreError> {
    let mut found: Vec<Candidate> = Vec::new();
    for entry in company.entries {
        let reason = if entry.domains.contains(domain) { Reason::Domain } else { Reason::Alias };
        add(&mut found, of_entry(matching, entry, reason));
    }
    if let Some(contact) = contact.filter(|one| *one != domain && !matching.is_shared(one)) {
        for entry in accounts::on(db, contact).await?.entries {
            add(&mut found, of_entry(matching, entry, Reason::Email));
        }
    }
    for alike in like(db, &Name::of(name), CANDIDATES).await? {
        add(&mut found, of_name(matching, alike));
    }
    found.truncate(matching.candidates);
    Ok(found)
}

fn of_entry(matching: &Matching, entry: Entry, reason: Reason) -> Candidate {
    let (active, likely) = (entry.found().active, reason.is_likely(matching));
    let Entry { number, name, standing, .. } = entry;
    Candidate { number, name, standing, active, reason, likely }
}

fn of_name(matching: &Matching, alike: Like) -> Candidate {
    let reason = Reason::Name { points: alike.points };
    let Like { number, name, standing, .. } = alike;
    let likely = reason.is_likely(matching);
    Candidate { number, name, standing, active: None, reason, likely }
}

fn add(found: &mut Vec<Candidate>, more: Candidate) {
    if !found.iter().any(|one| one.number == more.number) {
        found.push(more);
    }
}
