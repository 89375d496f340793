//! What the CRM says of a deal: the referral that it is follows, as if somebody had moved it.

use std::collections::BTreeSet;

use crate::app::{App, tiers};
use crate::domain::account::Domain;
use crate::domain::ids::ReferralId;
use crate::domain::referral::deal::{self, Others, Said};
use crate::domain::referral::{Referral, Submitted, stage, tail};
use crate::program::InForce;
use crate::store::StoreError;
use crate::store::desk::{Desk, Needs, Stamp};

use super::act::follow;

/// Before the name of a source, where an event says who did it: no identity begins like that.
const SOURCE: &str = "source:";

impl App {
    /// Lets the referrals of a company follow what the CRM says of one of its opportunities; what they
    /// know already, or something newer, changes nothing.
    ///
    /// # Errors
    /// [`StoreError`]: nothing was stored.
    pub(in crate::app) async fn hear_of_deal(
        &self,
        (source, event): (&str, &str),
        domains: &BTreeSet<Domain>,
        said: Said,
    ) -> Result<(), StoreError> {
        let mut needs = Needs::default();
        needs.domains.extend(domains.iter().map(ToString::to_string));
        self.needs_for_tiers(&mut needs).await?;
        let in_force = self.in_force.clone();
        let stamp = Stamp { actor: format!("{SOURCE}{source}"), ..self.by_itself(event) };
        let domains = domains.clone();
        let unit = move |desk: &mut Desk| {
            for id in concerned(desk, &domains, &said, &in_force) {
                let Some(referral) = desk.state().referrals.get(&id) else { continue };
                let rules = in_force.rules_of(&referral.program);
                let all = desk.all_on(referral.submission.domain.as_str());
                let others = Others {
                    approved_since: tail::taken(referral, &all),
                    live: all.iter().any(|other| stage::stands_in_the_way(referral, other)),
                };
                let events = deal::hear(referral, &said, others, &rules, desk.now);
                let nothing = Submitted { events, matched: Vec::new() };
                if !nothing.events.is_empty() {
                    follow(desk, id, nothing, &in_force, &stamp)?;
                }
            }
            tiers::follow(desk, &in_force, &stamp)
        };
        self.store.writer.decide(needs, unit).await
    }
}

/// The referrals that an opportunity is bound to; where there are none, those that it can be bound to:
/// the one that is approved on the company, or those that share its credit.
fn concerned(
    desk: &Desk,
    domains: &BTreeSet<Domain>,
    said: &Said,
    in_force: &InForce,
) -> BTreeSet<ReferralId> {
    let all = domains.iter().flat_map(|domain| desk.all_on(domain.as_str()));
    let all: Vec<&Referral> = all.collect();
    let is_bound = |one: &&&Referral| {
        one.deal.heard.as_ref().is_some_and(|heard| heard.opportunity == said.opportunity)
    };
    let bound: BTreeSet<ReferralId> = all.iter().filter(is_bound).map(|one| one.id).collect();
    if !bound.is_empty() {
        return bound;
    }
    let may = |one: &&&Referral| deal::may_bind(one, said, &in_force.rules_of(&one.program));
    let may: Vec<&&Referral> = all.iter().filter(may).collect();
    let ids: BTreeSet<ReferralId> = may.iter().map(|one| one.id).collect();
    let shared = may.iter().all(|one| one.share_bp.is_some());
    if ids.len() == 1 || shared { ids } else { BTreeSet::new() }
}
