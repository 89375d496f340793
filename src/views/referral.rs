//! A referral as people see it: [`partner`] its card in the partner's channel, [`sales`] its card
//! inside the vendor, [`thread`] the lines beneath both, [`receipt`] what the sender gets.
//!
//! The partner's card and everything in its thread may be read by everybody in the partner's
//! channel: company, stage, next step, owner, protection. Contact, note, match and amount stand on
//! the sales card alone.

pub mod partner;
pub mod receipt;
pub mod sales;
pub mod thread;

use std::collections::BTreeMap;

use crate::chat::limits;
use crate::chat::view::{Button, Labelled, Line};
use crate::domain::ids::{Fingerprint, PersonId};
use crate::domain::outcome::Seal;
use crate::domain::partner::Partner;
use crate::domain::referral::{Closing, Referral};
use crate::text::{Arg, Voice};

/// A referral with the words behind its seals. An erased word is an empty one. It has no `Debug`:
/// what people wrote must not get into a log by a slip.
#[derive(Clone)]
pub struct Facts {
    pub referral: Referral,
    pub partner: Partner,
    pub company: String,
    pub need: String,
    pub contact_name: String,
    pub contact_email: String,
    pub job_title: String,
    /// The address of the message at which it was started; empty when there was none.
    pub source: String,
    pub note: String,
    pub question: String,
    pub next_step: String,
    /// The text for the partner beside a rejection.
    pub text: String,
    /// The words of the event that is told, by their seals.
    pub words: BTreeMap<Seal, String>,
    /// What people are called.
    pub names: BTreeMap<PersonId, String>,
    /// How many referrals of this partner were won so far, for the vendor's eyes while it is
    /// undecided.
    pub won: u32,
    /// Other referrals on the same account, for the vendor's eyes: number and partner.
    pub matches: Vec<(String, String)>,
}

impl Facts {
    /// The words behind a seal of the event that is told; erased ones are empty.
    fn word(&self, seal: &Seal) -> &str {
        self.words.get(seal).map_or("", String::as_str)
    }

    fn number(&self) -> String {
        self.referral.number().to_string()
    }

    fn name(&self, voice: &Voice<'_>, id: Option<&PersonId>) -> String {
        id.and_then(|id| self.names.get(id))
            .cloned()
            .unwrap_or_else(|| voice.words("somebody", &[]))
    }

    /// A company is told by its name; when that was erased, by its domain.
    fn company(&self) -> &str {
        if self.company.is_empty() {
            self.referral.submission.domain.as_str()
        } else {
            &self.company
        }
    }
}

/// First line of both cards, `key` says of which: sign, number, company and state.
fn head(voice: &Voice<'_>, facts: &Facts, key: &str) -> Line {
    let status = facts.referral.status.as_str();
    let sign = voice.words(&format!("sign-{status}"), &[]);
    let word = voice.words(&format!("state-{status}"), &[]);
    let company = limits::shorten(facts.company(), limits::BUTTON_LABEL * 2);
    voice.line(
        key,
        &[
            ("sign", Arg::Word(&sign)),
            ("ref", Arg::Word(&facts.number())),
            ("company", Arg::Text(&company)),
            ("domain", Arg::Word(facts.referral.submission.domain.as_str())),
            ("partner", Arg::Text(&facts.partner.name)),
            ("word", Arg::Word(&word)),
        ],
    )
}

/// The receipt's fingerprint, in groups of four digits.
fn fingerprint(referral: &Referral) -> String {
    let print = referral.receipt.get(..24).and_then(|digits| digits.parse::<Fingerprint>().ok());
    print.map(|print| print.to_string()).unwrap_or_default()
}

fn field(voice: &Voice<'_>, key: &str, value: Line) -> Labelled {
    Labelled { label: voice.words(key, &[]), value }
}

/// What a person typed, cut to a field's size.
fn typed(text: &str) -> Line {
    Line::plain(limits::shorten(text, limits::FIELD_VALUE))
}

/// Owner, stage, next step and protection, once there are any.
fn progress(voice: &Voice<'_>, facts: &Facts) -> Vec<Labelled> {
    let referral = &facts.referral;
    let mut fields = Vec::new();
    if referral.owner.is_some() {
        let owner = facts.name(voice, referral.owner.as_ref());
        fields.push(field(voice, "field-owner", typed(&owner)));
    }
    if let Some(stage) = referral.stage {
        let stage = voice.words(&format!("stage-{stage}"), &[]);
        fields.push(field(voice, "field-stage", Line::plain(stage)));
    }
    if !facts.next_step.is_empty() && referral.next_step.is_some() {
        fields.push(field(voice, "field-next-step", typed(&facts.next_step)));
    }
    if let Some(protection) = &referral.protection {
        let day = Line::plain(voice.day(protection.through));
        fields.push(field(voice, "field-protected", day));
    }
    fields
}

/// A text about this referral: its number and its company.
#[must_use]
pub fn named(voice: &Voice<'_>, key: &str, facts: &Facts) -> Line {
    let company = limits::shorten(facts.company(), limits::FIELD_VALUE);
    voice.line(key, &[("ref", Arg::Word(&facts.number())), ("company", Arg::Text(&company))])
}

/// A button about this referral; a screen reader hears which one.
fn button(voice: &Voice<'_>, facts: &Facts, flow: &str, choice: &str, key: &str) -> Button {
    let referral = &facts.referral;
    let label = voice.words(key, &[]);
    let number = facts.number();
    let args = [
        ("label", Arg::Word(&label)),
        ("ref", Arg::Word(&number)),
        ("company", Arg::Text(facts.company())),
    ];
    let spoken = limits::shorten(&voice.words("spoken-button", &args), limits::SPOKEN);
    let subject = referral.id.to_string();
    let button = super::plain(label, flow, choice, &subject, referral.version);
    Button { spoken: Some(spoken), ..button }
}

/// Starts a new referral of the same company.
fn refer_again(voice: &Voice<'_>, facts: &Facts) -> Button {
    let mut again = super::refer_button(voice);
    again.label = voice.words("button-refer-again", &[]);
    again.action.subject = facts.referral.id.to_string();
    again
}

/// The day on which a deal was closed, and the day until which a lost one can be reopened.
pub(super) fn closed_on(closing: Option<&Closing>) -> Option<chrono::NaiveDate> {
    match closing? {
        Closing::Won { on, .. } | Closing::Lost { on, .. } => Some(*on),
    }
}

pub(super) fn reopen_until(on: chrono::NaiveDate) -> chrono::NaiveDate {
    on + chrono::TimeDelta::days(crate::domain::referral::stage::REOPEN_DAYS)
}

/// What people wrote, inside a sentence of ours.
fn quoted(text: &str) -> String {
    limits::shorten(text, limits::TEXT - 200)
}

/// The open question, above the answer's input.
#[must_use]
pub fn asked(voice: &Voice<'_>, facts: &Facts) -> Line {
    let by = facts.referral.question.as_ref().map(|question| question.by);
    let (who, question) = (facts.name(voice, by.as_ref()), quoted(&facts.question));
    let args = [("who", Arg::Text(&who)), ("question", Arg::Text(&question))];
    voice.line("review-answer-shown", &args)
}
