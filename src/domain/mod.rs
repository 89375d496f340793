//! The rules of a referral programme, as plain functions over plain data.
//!
//! Here is: what may happen to a referral, who may do it, what follows from it, and every date.
//! Not here: storing, sending, asking the clock, chance. `now`, ids and rules come in as arguments,
//! so every rule can be tried with a table.
//!
//! A rule takes the present state and a command, and gives [`outcome::Event`]s or a
//! [`outcome::Refusal`] that a person can read. State is the fold of events: `apply` beside each
//! state. Start with [`referral`].

pub mod account;
pub mod actor;
pub mod agreement;
pub mod board;
pub mod calendar;
pub mod case;
pub mod edition;
pub mod feedback;
pub mod group;
pub mod ids;
pub mod joining;
pub mod knowledge;
pub mod language;
pub mod measure;
pub mod money;
pub mod outcome;
pub mod partner;
pub mod posts;
pub mod protection;
pub mod referral;
pub mod rhythm;
pub mod shout;
pub mod start;
pub mod tier;
mod words;

use account::matching::Matching;
use agreement::Agreement;
use calendar::Calendar;
use case::ladder::Engagement;
use referral::Stage;
use tier::Tiers;

/// What a programme has settled, as far as rules ask for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rules {
    /// Time zone, business hours and holidays.
    pub calendar: Calendar,
    /// Whole local days an approval protects an account; 30 to 180.
    pub protection_days: u32,
    /// Business days within which a first decision is promised.
    pub promise_days: u32,
    /// How many questions about companies a partner may ask a day.
    pub checks_per_day: u32,
    /// The vendor's own domains: never a customer.
    pub vendor_domains: Vec<String>,
    /// Accounts that nobody may refer, by registrable domain: received, and reviewed.
    pub off_limits_domains: Vec<String>,
    /// How companies are told apart.
    pub matching: Matching,
    /// What sales may give as a reason to reject, as the partner reads it.
    pub reject_reasons: Vec<String>,
    /// What sales may give as a reason for a lost deal.
    pub lost_reasons: Vec<String>,
    /// The stages sales uses, in their order.
    pub stages: Vec<Stage>,
    /// What is settled about conflicts.
    pub engagement: Engagement,
    /// What partners agree to before they register anything; none where nothing is asked of them.
    pub agreement: Option<Agreement>,
    /// How partners climb, and what that brings them; none where the programme has no tiers.
    pub tiers: Tiers,
}
