//! What a programme has settled about telling companies apart.

use super::Domain;
use super::alike::LIKELY;

/// Accounts that a reviewer can look at beside a referral.
pub const CANDIDATES: usize = 5;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matching {
    /// Domains that many companies share, beside those of the providers that Vouch knows.
    pub shared_domains: Vec<String>,
    /// From this likeness on a name is said to be likely the same company's; in basis points.
    pub likely: u32,
    /// Accounts that a reviewer is shown; at most [`CANDIDATES`].
    pub candidates: usize,
}

impl Matching {
    /// Whether many companies share the domain, so that it names none of them.
    #[must_use]
    pub fn is_shared(&self, domain: &Domain) -> bool {
        self.shared_domains.iter().any(|shared| shared == domain.as_str())
    }
}

impl Default for Matching {
    fn default() -> Self {
        Self { shared_domains: Vec::new(), likely: LIKELY, candidates: CANDIDATES }
    }
}
