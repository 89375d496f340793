//! A referral as people see it: [`partner`] its card in the partner's channel, [`sales`] its card
//! inside the vendor, [`thread`] the lines beneath both, [`note`] what one person is told of it,
//! [`receipt`] what the sender gets.
//!
//! The partner's card and everything in its thread may be read by everybody in the partner's
//! channel: company, stage, next step, owner, protection. Contact, note, match and amount stand on
//! the sales card alone.

pub mod note;
pub mod partner;
pub mod receipt;
mod reminder;
pub mod sales;
pub mod thread;
pub mod why;

use std::collections::BTreeMap;

use crate::chat::limits;
use crate::chat::view::{Button, Labelled, Line, Span, Tone};
use crate::domain::account::candidate::Candidate;
use crate::domain::ids::{Fingerprint, PersonId};
use crate::domain::outcome::Seal;
use crate::domain::partner::Partner;
use crate::domain::referral::{Closing, Referral, Status, grace, window};
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
    /// The address of its thread in the partner's channel; empty where it is not asked for, or not
    /// known.
    pub thread: String,
    pub note: String,
    /// Why it was approved although it was in review, for the vendor's eyes.
    pub exception: String,
    pub question: String,
    pub next_step: String,
    /// The text for the partner beside a rejection.
    pub text: String,
    /// Why it is to be released, or was.
    pub release: String,
    /// Who of the customer's agreed to be named, and how; for the vendor's team only.
    pub naming: String,
    /// The words of the event that is told, by their seals.
    pub words: BTreeMap<Seal, String>,
    /// What people are called.
    pub names: BTreeMap<PersonId, String>,
    /// Whether nobody is behind its owner any more.
    pub owner_gone: bool,
    /// How many referrals of this partner were won so far, for the vendor's eyes while it is
    /// undecided.
    pub won: u32,
    /// Other referrals on the same account, for the vendor's eyes: number and partner.
    pub matches: Vec<(String, String)>,
    /// Accounts of the vendor's own systems that may be the same company, for its eyes.
    pub candidates: Vec<Candidate>,
}

impl Facts {
    /// The words behind a seal of the event that is told; erased ones are empty.
    fn word(&self, seal: &Seal) -> &str {
        self.words.get(seal).map_or("", String::as_str)
    }

    fn number(&self) -> String {
        self.referral.number().to_string()
    }

    pub(super) fn name(&self, voice: &Voice<'_>, id: Option<&PersonId>) -> String {
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

/// How a referral of this state is doing, for the colour of its cards.
const fn tone(status: Status) -> Tone {
    match status {
        Status::Submitted => Tone::Info,
        Status::NeedsInfo | Status::InConflict => Tone::Warn,
        Status::Approved | Status::Won => Tone::Good,
        Status::Rejected => Tone::Danger,
        Status::Lapsed
        | Status::Expired
        | Status::Lost
        | Status::Withdrawn
        | Status::Released
        | Status::Merged
        | Status::Reversed => Tone::Muted,
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

/// Leads to the partner's thread, where its address is known.
#[must_use]
pub fn to_thread(voice: &Voice<'_>, facts: &Facts) -> Option<Labelled> {
    link(voice, ("field-thread", "thread-open"), &facts.thread)
}

/// Leads to the card in the sales channel: for the vendor's own alone.
#[must_use]
pub fn to_card(voice: &Voice<'_>, address: &str) -> Option<Labelled> {
    link(voice, ("field-card", "card-open"), address)
}

fn link(voice: &Voice<'_>, (label, open): (&str, &str), address: &str) -> Option<Labelled> {
    let open = Span::Link { label: voice.words(open, &[]), url: address.to_owned() };
    (!address.is_empty()).then(|| field(voice, label, Line(vec![open])))
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
    if let Some(through) = through(voice, referral) {
        let day = Line::plain(voice.day(through));
        fields.push(field(voice, "field-protected", day));
    }
    fields
}

/// The last protected day, with what was gained so far.
pub(super) fn through(voice: &Voice<'_>, referral: &Referral) -> Option<chrono::NaiveDate> {
    window::through(referral, &|at| voice.date(at), voice.today())
}

/// The number of what goes on in the place of a merged one: of the same partner.
fn merged_into(referral: &Referral) -> String {
    referral.merged.as_ref().map(|merged| merged.number.to_string()).unwrap_or_default()
}

/// That the partner is asked to release it, as long as that is open.
fn release_open(voice: &Voice<'_>, facts: &Facts) -> Option<Line> {
    let release = facts.referral.release_asked()?;
    let (who, reason) = (facts.name(voice, Some(&release.by)), quoted(&facts.release));
    let args = [
        ("manager", Arg::Text(&who)),
        ("reason", Arg::Text(&reason)),
        ("until", Arg::Instant(release.until)),
    ];
    Some(voice.line(by_clock(&facts.referral, "release-open", "release-open-rests"), &args))
}

/// The text that names a deadline; or the one that says that its clock stands, because the referral is
/// in review.
pub(super) const fn by_clock<'a>(referral: &Referral, runs: &'a str, rests: &'a str) -> &'a str {
    if referral.match_open { rests } else { runs }
}

/// *Agree to release* and *Keep the referral*, as long as that is asked.
fn release_answers(voice: &Voice<'_>, facts: &Facts) -> Vec<Button> {
    if facts.referral.release_asked().is_none() {
        return Vec::new();
    }
    let keep = button(voice, facts, "release", "keep", "button-release-keep");
    vec![button(voice, facts, "release", "agree", "button-release-agree"), keep]
}

/// The last day on which only its own partner may register it again, as long as that has not passed.
fn grace_until(voice: &Voice<'_>, referral: &Referral) -> Option<chrono::NaiveDate> {
    grace::until(referral).filter(|until| voice.today() <= *until)
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

/// With *Show why* behind them, as long as there is room.
fn with_why(voice: &Voice<'_>, facts: &Facts, mut buttons: Vec<Button>) -> Vec<Button> {
    if buttons.len() < limits::BUTTONS {
        buttons.push(button(voice, facts, "why", "open", "button-show-why"));
    }
    buttons
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
