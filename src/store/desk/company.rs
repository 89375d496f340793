//! One company, several domains: by what sales says, and by the vendor's own systems; and the cases
//! on it.

use std::collections::BTreeSet;

use super::Desk;
use crate::domain::account::{Domain, alias};
use crate::domain::case::Case;
use crate::domain::ids::ReferralId;
use crate::domain::referral::Referral;
use crate::store::StoreError;
use crate::store::accounts::{self, Company, Entry};
use crate::store::dialect::{Tx, as_json, fetch_all};
use crate::store::rows::{AccountOnRow, AliasRow};

impl Desk {
    /// Live referrals on a domain that the decision asked for, and on every other of its company.
    #[must_use]
    pub fn live_on(&self, domain: &str) -> Vec<&Referral> {
        let company = self.company(&Domain::stored(domain.to_owned()));
        let on_it = |referral: &&Referral| {
            referral.status.is_live() && company.contains(&referral.submission.domain)
        };
        self.state.referrals.values().filter(on_it).collect()
    }

    /// The same with what was protected there before: expired, won and so on.
    #[must_use]
    pub fn all_on(&self, domain: &str) -> Vec<&Referral> {
        let company = self.company(&Domain::stored(domain.to_owned()));
        let on_it = |referral: &&Referral| company.contains(&referral.submission.domain);
        self.state.referrals.values().filter(on_it).collect()
    }

    /// The cases that are open on a domain that the decision asked for, on another of its company, or
    /// with a referral of it; one on the domain itself comes first. Two may be open on domains of
    /// which it was said only later that they are one company.
    #[must_use]
    pub fn cases_on(&self, domain: &str) -> Vec<&Case> {
        let company = self.company(&Domain::stored(domain.to_owned()));
        let of_it = |case: &&Case| {
            let mut referrals = self.in_case(case).into_iter();
            company.contains(&case.domain)
                || referrals.any(|one| company.contains(&one.submission.domain))
        };
        let open = self.state.cases.values().filter(|case| case.phase.is_open());
        let mut cases: Vec<&Case> = open.filter(of_it).collect();
        cases.sort_by_key(|case| (case.domain.as_str() != domain, case.number));
        cases
    }

    /// The open case that a referral is in.
    #[must_use]
    pub fn case_of(&self, referral: &ReferralId) -> Option<&Case> {
        let is_in = |case: &&Case| case.phase.is_open() && case.party(referral).is_some();
        self.state.cases.values().find(is_in)
    }

    /// The referrals that are in a case, as they stand.
    #[must_use]
    pub fn in_case(&self, case: &Case) -> Vec<&Referral> {
        let found = case.present().filter_map(|party| self.state.referrals.get(&party.referral));
        found.collect()
    }

    /// A number for a new case.
    pub fn next_case(&mut self) -> u32 {
        self.head.cases += 1;
        u32::try_from(self.head.cases).unwrap_or(u32::MAX)
    }

    /// All that is known of the company behind a domain that the decision asked for.
    #[must_use]
    pub fn company_on(&self, domain: &Domain) -> Company {
        let entries = self.known_on(domain).cloned().collect();
        Company { domains: self.company(domain), entries }
    }

    /// Every domain of the company behind a domain that the decision asked for, itself among them.
    #[must_use]
    pub fn company(&self, domain: &Domain) -> BTreeSet<Domain> {
        accounts::company(&self.state.aliases, &self.accounts, domain)
    }

    /// What the vendor's own systems say of the company behind a domain that the decision asked for.
    pub fn known_on(&self, domain: &Domain) -> impl Iterator<Item = &Entry> {
        let group = alias::group(&self.state.aliases, domain);
        self.accounts.iter().filter(move |entry| !entry.domains.is_disjoint(&group))
    }

    /// Adds to the domains those of the same companies: by what sales says, and by the vendor's own
    /// systems.
    pub(super) async fn load_companies(
        &mut self,
        tx: &mut Tx,
        domains: &mut BTreeSet<String>,
    ) -> Result<(), StoreError> {
        let groups = self.load_aliases(tx, domains).await?;
        domains.extend(groups);
        let keys = as_json(&domains)?;
        let found = fetch_all!(tx tx, AccountOnRow, AccountOnRow::ON, &keys)?;
        self.accounts = accounts::entries(&found)?;
        let theirs = self.accounts.iter().flat_map(|entry| &entry.domains);
        domains.extend(theirs.map(ToString::to_string));
        Ok(())
    }

    /// Reads the alias groups of these domains, and gives every domain in them.
    pub(super) async fn load_aliases(
        &mut self,
        tx: &mut Tx,
        domains: &BTreeSet<String>,
    ) -> Result<BTreeSet<String>, StoreError> {
        let mut groups = BTreeSet::new();
        for row in fetch_all!(tx tx, AliasRow, AliasRow::GROUPS_OF, as_json(domains)?)? {
            groups.extend(row.stands_for.clone());
            groups.insert(row.domain.clone());
            self.state.aliases.insert(row.domain.clone(), row.into());
        }
        Ok(groups)
    }
}
