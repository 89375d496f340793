//! A conflict case as people see it: [`card`] what resolvers see of it, [`forms`] what is filled in,
//! [`list`] those that are open, [`told`] what a party is told in its own thread, [`why`] what the rules say
//! of it and why, [`refused`] every no.
//!
//! Everything about both sides stands on the card and in its thread, where only resolvers read. What
//! a party is told holds the outcome, the rule and its own facts: not that there is another side,
//! nor who or how many.

pub mod card;
pub mod forms;
pub mod list;
pub mod refused;
pub mod told;
pub mod why;

use std::collections::{BTreeMap, BTreeSet};

use crate::chat::view::Button;
use crate::domain::actor::Role;
use crate::domain::case::ladder::{Engagement, Proposal};
use crate::domain::case::{Case, Outcome, Rule};
use crate::domain::ids::{PersonId, ReferralId};
use crate::domain::outcome::Seal;
use crate::domain::partner::Partner;
use crate::domain::referral::Referral;
use crate::text::{Arg, Voice};

/// A case with the words behind its seals. It has no `Debug`: what people wrote must not get into a
/// log by a slip.
#[derive(Clone)]
pub struct Facts {
    pub case: Case,
    /// Everybody who is or was in it, as they came.
    pub sides: Vec<Side>,
    /// The rules of engagement by which it is decided.
    pub engagement: Engagement,
    /// What the rules say now; absent when nobody is in it.
    pub proposal: Option<Proposal>,
    /// Whose turn it is to decide; absent when nobody may.
    pub turn: Option<Role>,
    /// Those who could decide if they had no stake in it.
    pub barred: BTreeSet<PersonId>,
    /// What people are called.
    pub names: BTreeMap<PersonId, String>,
    /// People's words by their seals; erased ones are left out.
    pub words: BTreeMap<Seal, String>,
}

/// One referral of a case.
#[derive(Clone)]
pub struct Side {
    pub referral: Referral,
    pub partner: Partner,
    /// Whether it is not in the case any more.
    pub left: bool,
}

impl Facts {
    /// The referrals that are in the case.
    #[must_use]
    pub fn present(&self) -> Vec<&Referral> {
        self.sides.iter().filter(|side| !side.left).map(|side| &side.referral).collect()
    }

    /// The sides that are in the case: the first one, as the rules see it, before the others.
    #[must_use]
    pub fn in_line(&self) -> Vec<&Side> {
        let first = self.proposal.as_ref().map(|proposal| proposal.first);
        let mut sides: Vec<&Side> = self.sides.iter().filter(|side| !side.left).collect();
        sides.sort_by_key(|side| {
            (Some(side.referral.id) != first, side.referral.in_line_since, side.referral.id)
        });
        sides
    }

    fn side(&self, referral: &ReferralId) -> Option<&Side> {
        self.sides.iter().find(|side| side.referral.id == *referral)
    }

    /// What tells the others from this side: what no text for it may say.
    #[must_use]
    pub fn names_of_others(&self, referral: &ReferralId) -> Vec<String> {
        let own = self.side(referral).map(|side| side.partner.id);
        let others = self.sides.iter().filter(|side| Some(side.partner.id) != own);
        others.flat_map(|side| self.names_of(side)).collect()
    }

    fn names_of(&self, side: &Side) -> Vec<String> {
        let Side { referral, partner, .. } = side;
        let number = referral.number();
        let sender = Some(referral.submission.by).filter(|_| !referral.submission.on_behalf);
        let sender = sender.and_then(|by| self.names.get(&by)).cloned();
        let own = [partner.name.clone(), number.to_string(), partner.code.to_string()];
        own.into_iter().chain(partner.domains.iter().cloned()).chain(sender).collect()
    }

    fn word(&self, seal: &Seal) -> &str {
        self.words.get(seal).map_or("", String::as_str)
    }

    fn name(&self, voice: &Voice<'_>, id: &PersonId) -> String {
        self.names.get(id).cloned().unwrap_or_else(|| voice.words("somebody", &[]))
    }

    /// What the first side calls the company; when that was erased, its domain.
    fn company(&self) -> &str {
        let called = self.sides.iter().map(|side| self.word(&side.referral.submission.company));
        called.into_iter().find(|name| !name.is_empty()).unwrap_or(self.case.domain.as_str())
    }
}

/// An outcome as resolvers read it; `goes_on` is the referral into which others are merged.
fn outcome(voice: &Voice<'_>, facts: &Facts, outcome: Outcome, goes_on: &ReferralId) -> String {
    let number = facts.side(goes_on).map(|side| side.referral.number().to_string());
    let into = [("into", Arg::Word(number.as_deref().unwrap_or_default()))];
    voice.words(&format!("outcome-{outcome}"), &into)
}

/// "R5, R7": as rules are cited.
fn cited(rules: &[Rule]) -> String {
    rules.iter().map(|rule| rule.as_str()).collect::<Vec<_>>().join(", ")
}

/// A button about a case.
fn button(voice: &Voice<'_>, facts: &Facts, flow: &str, key: &str) -> Button {
    let id = facts.case.id.to_string();
    super::plain(voice.words(key, &[]), flow, "case", &id, facts.case.version)
}
