//! Companies that want to join: where they are asked to, what they fill in, what whoever looks after
//! partners reads of it, and what they hear. What a company sends the vendor alone reads. What is
//! written to whoever applied on the website is in [`letter`], what they are asked in [`question`].

mod letter;
pub mod question;

use chrono::{DateTime, NaiveDate, Utc};

use super::forms::{choices, input_of, long, page, sheet};
use super::partners::{self, input as of_partner};
use super::{panel, plain, primary, refusals};
use crate::chat::PersonRef;
use crate::chat::limits::{self, shorten};
use crate::chat::view::{
    Button, FieldKind, Form, Labelled, Line, Message, Panel, Part, Tone, Weight,
};
use crate::domain::ids::{ApplicationId, FormId, PartnerCode};
use crate::domain::joining::application::{Applicant, Application, Applied, NotNow};
use crate::domain::joining::{Joining, Scored, total};
use crate::domain::partner::PartnerKind;
use crate::text::{Arg, Voice};

/// The names of the inputs.
pub mod input {
    pub const COMPANY: &str = "company";
    pub const WEBSITE: &str = "website";
    pub const KIND: &str = "kind";
    pub const SERVES: &str = "serves";
    pub const WHY: &str = "why";
    pub const REASON: &str = "reason";
    pub const QUESTION: &str = "question";
    pub const ANSWER: &str = "answer";
    pub const PERSON: &str = "person";
    pub const NAME: &str = "name";
    pub const EMAIL: &str = "email";
}

/// What a button does.
pub mod deed {
    pub const OPEN: &str = "open";
    pub const ACCEPT: &str = "accept";
    pub const DECLINE: &str = "decline";
    pub const ASK: &str = "ask";
}

/// Who answers, where somebody does by name.
pub type Manager<'a> = Option<&'a str>;

/// An application with what stands behind its seals. It has no `Debug`: words do not belong in logs.
#[derive(Clone)]
pub struct Card {
    pub application: Application,
    pub company: String,
    pub serves: String,
    pub why: String,
    /// Who sent it.
    pub who: String,
    /// Where they read mail, where it came by the website.
    pub email: String,
    /// Who decided.
    pub by: String,
    pub reason: String,
    /// The partner whose website it is already.
    pub known_as: Option<(PartnerCode, String)>,
    /// The partner that it has become.
    pub became: Option<PartnerCode>,
    /// What was asked, as the application has it.
    pub asked: Vec<question::Asked>,
    /// Whether who sent it is not active in the chat any more.
    pub gone: bool,
    /// What keeps who sent it from speaking for a new partner.
    pub elsewhere: Option<Elsewhere>,
}

/// Where somebody has come to who wanted to join: there they stay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Elsewhere {
    /// They speak for this partner, or register for it.
    Partner(String),
    /// They have a role of the vendor's.
    Inside,
}

impl Card {
    /// Whether it came by the website, so that no chat tells anybody what was decided.
    #[must_use]
    pub fn is_from_website(&self) -> bool {
        let by = self.application.applied.as_ref().map(|applied| &applied.by);
        matches!(by, Some(Applicant::OnWebsite { .. }))
    }

    /// What was asked under this number; the first is 1.
    fn numbered(&self, number: u32) -> Option<&question::Asked> {
        self.asked.get(usize::try_from(number).ok()?.checked_sub(1)?)
    }
}

/// The button that opens the form: the same wherever it stands.
#[must_use]
pub fn become_button(voice: &Voice<'_>) -> Button {
    primary(voice.words("button-become", &[]), "apply", deed::OPEN, "", 0)
}

/// The button by which somebody is sent the form.
#[must_use]
pub fn invite_button(voice: &Voice<'_>) -> Button {
    plain(voice.words("button-invite", &[]), "invite", deed::OPEN, "", 0)
}

/// The pinned beginning of a community channel; without `joining` nobody can apply any more.
#[must_use]
pub fn intro(voice: &Voice<'_>, joining: Option<&Joining>) -> Message {
    let title = Part::Title(voice.words("button-become", &[]));
    let Some(joining) = joining else {
        return Message { parts: vec![title, Part::Text(voice.line("apply-intro-closed", &[]))] };
    };
    let terms = [("n", Arg::Count(joining.answer_days.into()))];
    Message {
        parts: vec![
            title,
            Part::Text(voice.line("apply-intro", &[])),
            Part::Text(voice.line("apply-intro-terms", &terms)),
            Part::Buttons(vec![become_button(voice)]),
        ],
    }
}

/// *Apply to join*, with what is known of the company.
#[must_use]
pub fn form(voice: &Voice<'_>, id: &FormId, company: &str, site: &str) -> Form {
    let short = |preset: &str| FieldKind::Short { preset: preset.to_owned() };
    let hint = Some("apply-website-hint");
    let fields = vec![
        input_of(voice, input::COMPANY, "apply-company", None, true, short(company)),
        input_of(voice, input::WEBSITE, "apply-website", hint, true, short(site)),
        input_of(voice, input::KIND, "apply-kind", None, true, kinds(voice)),
        input_of(voice, input::SERVES, "apply-serves", Some("apply-serves-hint"), true, long()),
        input_of(voice, input::WHY, "apply-why", Some("apply-why-hint"), true, long()),
    ];
    // With a word more below it some platforms would need a second page.
    sheet(voice, id, ("apply", "apply-title", "button-apply"), fields)
}

fn kinds(voice: &Voice<'_>) -> FieldKind {
    choices(voice, "partner-kind-", PartnerKind::ALL.iter().map(|kind| kind.as_str()), None)
}

/// What stands in the form's place when it was received.
#[must_use]
pub fn received(voice: &Voice<'_>, manager: Manager<'_>, due: DateTime<Utc>) -> Panel {
    panel(voice, voice.words("apply-title", &[]), vec![Part::Text(thanks(voice, manager, due))])
}

/// That it was received, and who answers by when: the same wherever it was sent.
#[must_use]
pub fn thanks(voice: &Voice<'_>, manager: Manager<'_>, due: DateTime<Utc>) -> Line {
    managed(voice, "apply-in", manager, &[("date", Arg::Instant(due))])
}

/// That nobody can apply.
#[must_use]
pub fn off(voice: &Voice<'_>, manager: Manager<'_>) -> Line {
    managed(voice, "apply-off", manager, &[])
}

/// Why somebody cannot apply now. Who else did, and what became of it, is not said.
#[must_use]
pub fn not_now(voice: &Voice<'_>, manager: Manager<'_>, why: NotNow) -> Line {
    match why {
        NotNow::Waits { until } => {
            managed(voice, "apply-waits", manager, &[("date", Arg::Instant(until))])
        }
        NotNow::Asked { since, .. } => {
            voice.line("apply-waits-asked", &[("date", Arg::Instant(since))])
        }
        NotNow::Again { from } => {
            managed(voice, "apply-again", manager, &[("date", Arg::Day(from))])
        }
        NotNow::Company => managed(voice, "apply-taken", manager, &[]),
    }
}

/// Why somebody is not sent the form: they could not send it. Beside which input it stands.
#[must_use]
pub fn not_invited(voice: &Voice<'_>, who: &str, why: NotNow) -> (&'static str, Line) {
    let who = ("who", Arg::Text(who));
    match why {
        NotNow::Waits { .. } | NotNow::Asked { .. } => {
            (input::PERSON, voice.line("invite-waits", &[who]))
        }
        NotNow::Again { from } => {
            (input::PERSON, voice.line("invite-again", &[who, ("date", Arg::Day(from))]))
        }
        NotNow::Company => (input::WEBSITE, voice.line("invite-taken", &[])),
    }
}

/// A sentence in which somebody is named, or our team where nobody is there to be.
fn managed(voice: &Voice<'_>, key: &str, manager: Manager<'_>, args: &[(&str, Arg<'_>)]) -> Line {
    match manager {
        Some(manager) => {
            let named = [("manager", Arg::Text(manager))];
            voice.line(key, &args.iter().chain(&named).copied().collect::<Vec<_>>())
        }
        None => voice.line(&format!("{key}-unmanaged"), args),
    }
}

/// What was sent, where the vendor's own people read.
#[must_use]
pub fn card(voice: &Voice<'_>, card: &Card) -> Message {
    let company = ("company", Arg::Text(card.company.as_str()));
    let mut parts = vec![Part::Text(voice.line("apply-card", &[company]))];
    let Some(applied) = &card.application.applied else { return Message { parts } };
    parts.push(Part::Text(score(voice, &applied.scored)));
    parts.extend(question::on_card(voice, card));
    parts.extend(stands(voice, card).map(Part::Text));
    parts.push(Part::Fields(facts(voice, card, applied)));
    if card.is_from_website() {
        parts.push(Part::Context(voice.line("apply-website-sent-context", &[])));
    }
    if let Some((code, partner)) = &card.known_as {
        let partner = shorten(partner, PARTNER_SHOWN);
        let args = [("code", Arg::Word(code.as_str())), ("partner", Arg::Text(&partner))];
        parts.push(Part::Context(voice.line("apply-known", &args)));
    }
    if card.application.waiting().is_some() {
        parts.push(Part::Buttons(decisions(voice, &card.application)));
    }
    let tone = if card.application.waiting().is_some() { Tone::Info } else { Tone::Muted };
    parts.push(Part::Tone(tone));
    Message { parts }
}

/// Of a partner's name in small print.
const PARTNER_SHOWN: usize = 60;

/// Every point with the reason for it, and what could have been.
fn score(voice: &Voice<'_>, scored: &[Scored]) -> Line {
    let (points, of) = total(scored);
    let part = |one: &Scored| {
        let args = [("name", Arg::Text(&one.criterion)), ("n", Arg::Count(one.points.into()))];
        voice.words("apply-part", &args)
    };
    let parts = scored.iter().map(part).collect::<Vec<_>>().join(", ");
    let args = [
        ("n", Arg::Count(points.into())),
        ("most", Arg::Count(of.into())),
        ("parts", Arg::Word(&parts)),
    ];
    voice.line("apply-score", &args)
}

/// How it was decided, or by when it is to be; nothing while a question is open, for the clock stands.
fn stands(voice: &Voice<'_>, card: &Card) -> Option<Line> {
    let Some(decision) = &card.application.decision else {
        let due = card.application.due_now()?;
        return Some(voice.line("apply-due", &[("due", Arg::Instant(due))]));
    };
    let mut args = vec![("who", Arg::Text(card.by.as_str())), ("when", Arg::Instant(decision.at))];
    let Some(from) = decision.again_from else {
        let code = card.became.as_ref().map_or("", |code| code.as_str());
        args.push(("code", Arg::Word(code)));
        return Some(voice.line("apply-card-accepted", &args));
    };
    args.extend([("reason", Arg::Text(card.reason.as_str())), ("date", Arg::Day(from))]);
    Some(voice.line("apply-card-declined", &args))
}

fn facts(voice: &Voice<'_>, card: &Card, applied: &Applied) -> Vec<Labelled> {
    let field = |key: &str, text: &str| Labelled {
        label: voice.words(key, &[]),
        value: Line::plain(shorten(text, limits::FIELD_VALUE)),
    };
    let kind = voice.words(&format!("partner-kind-{}", applied.partner_kind), &[]);
    let mut fields = vec![
        field("field-website", &applied.site),
        field("field-kind", &kind),
        field("field-serves", &card.serves),
        field("field-why", &card.why),
    ];
    if !card.who.is_empty() {
        fields.push(field("field-sender", &card.who));
    }
    if !card.email.is_empty() {
        let value = letter::address(voice, card, None);
        fields.push(Labelled { label: voice.words("field-email", &[]), value });
    }
    fields
}

fn decisions(voice: &Voice<'_>, application: &Application) -> Vec<Button> {
    let (id, version) = (application.id.to_string(), application.version);
    let button = |key: &str, deed| plain(voice.words(key, &[]), "application", deed, &id, version);
    let accept = button("button-accept-partner", deed::ACCEPT);
    let decline = button("button-decline-application", deed::DECLINE);
    let mut buttons = vec![Button { weight: Weight::Primary, ..accept }, decline];
    // Who is reached by no chat would never read it.
    let reached = application.applied.as_ref().is_some_and(|one| one.by.person().is_some());
    buttons.extend(reached.then(|| button("button-ask", deed::ASK)));
    buttons
}

/// *Accept partner*, with a code made of the name, and the presser as its manager.
#[must_use]
pub fn accept_form(
    voice: &Voice<'_>,
    id: &FormId,
    card: &Card,
    code: Option<PartnerCode>,
    presser: &PersonRef,
) -> Form {
    let manager = FieldKind::Person { preset: Some(presser.clone()) };
    let fields = vec![
        partners::code_field(voice, code),
        input_of(voice, of_partner::MANAGER, "partner-manager", None, true, manager),
    ];
    let names = ("application", "apply-accept-title", "button-accept-partner");
    let mut form = sheet(voice, id, names, fields);
    let args = [("company", Arg::Text(card.company.as_str())), ("who", Arg::Text(&card.who))];
    let key = match &card.elsewhere {
        _ if card.is_from_website() => "apply-accept-outside",
        Some(_) => "apply-accept-alone",
        None => "apply-accept-preview",
    };
    form.intro = vec![Part::Text(voice.line(key, &args))];
    form.intro.extend(nobody(voice, card).map(Part::Text));
    form
}

/// That nobody speaks for the company yet, where who sent it cannot.
fn nobody(voice: &Voice<'_>, card: &Card) -> Option<Line> {
    let mut args =
        vec![("who", Arg::Text(card.who.as_str())), ("company", Arg::Text(&card.company))];
    let key = match card.elsewhere.as_ref()? {
        Elsewhere::Partner(partner) => {
            args.push(("partner", Arg::Text(partner)));
            "apply-elsewhere"
        }
        Elsewhere::Inside => "apply-inside",
    };
    Some(voice.line(key, &args))
}

/// *Decline application*: why, as the company reads it.
#[must_use]
pub fn decline_form(voice: &Voice<'_>, id: &FormId, card: &Card, from: NaiveDate) -> Form {
    let hint = Some("apply-reason-hint");
    let fields = vec![input_of(voice, input::REASON, "apply-reason", hint, true, long())];
    let names = ("application", "apply-decline-title", "button-decline");
    let mut form = page(voice, id, names, &[], fields);
    let args = [("company", Arg::Text(card.company.as_str())), ("date", Arg::Day(from))];
    let key =
        if card.is_from_website() { "apply-decline-outside" } else { "apply-decline-preview" };
    form.intro = vec![Part::Text(voice.line(key, &args))];
    form
}

/// What stands in the form's place when a company was accepted.
#[must_use]
pub fn accepted(voice: &Voice<'_>, card: &Card, code: PartnerCode) -> Panel {
    let named = [("partner", Arg::Text(card.company.as_str())), ("code", Arg::Word(code.as_str()))];
    let title = voice.words("apply-accept-title", &[]);
    if let Some(nobody) = nobody(voice, card) {
        let done = voice.line("apply-done-alone", &named);
        return panel(voice, title, [done, nobody].map(Part::Text).to_vec());
    }
    if !card.is_from_website() {
        return refusals::panel(voice, title, voice.line("apply-done-accepted", &named));
    }
    let text = vec![voice.line("apply-mail-yes", &named[..1])];
    let parts = letter::parts(voice, card, ("apply-sent-accepted", &named), text);
    panel(voice, title, parts)
}

/// What stands in the form's place when a company was declined, for this reason.
#[must_use]
pub fn declined(voice: &Voice<'_>, card: &Card, reason: &str, from: NaiveDate) -> Panel {
    let args = [("company", Arg::Text(card.company.as_str())), ("date", Arg::Day(from))];
    let title = voice.words("apply-decline-title", &[]);
    if !card.is_from_website() {
        return refusals::panel(voice, title, voice.line("apply-done-declined", &args));
    }
    let text = no_in_words(voice, &card.company, reason, from).into();
    panel(voice, title, letter::parts(voice, card, ("apply-sent-declined", &args), text))
}

/// To whoever was slower: who decided, what and when.
#[must_use]
pub fn settled(voice: &Voice<'_>, card: &Card) -> Line {
    let Some(decision) = &card.application.decision else {
        return voice.line("apply-settled", &[]);
    };
    let args = [
        ("company", Arg::Text(card.company.as_str())),
        ("who", Arg::Text(&card.by)),
        ("when", Arg::Instant(decision.at)),
    ];
    let accepted = decision.partner.is_some();
    let key = if accepted { "apply-settled-accepted" } else { "apply-settled-declined" };
    voice.line(key, &args)
}

/// To whoever applied: they are a partner now. `steps` when a list waits in the channel.
#[must_use]
pub fn welcome(voice: &Voice<'_>, partner: &str, manager: Manager<'_>, steps: bool) -> Message {
    let line = managed(voice, "apply-yes", manager, &[("partner", Arg::Text(partner))]);
    let steps = steps.then(|| Part::Text(voice.line("apply-yes-steps", &[])));
    Message { parts: [Part::Text(line)].into_iter().chain(steps).collect() }
}

/// To whoever applied: not today, and why.
#[must_use]
pub fn refused(voice: &Voice<'_>, company: &str, reason: &str, from: NaiveDate) -> Message {
    Message { parts: no_in_words(voice, company, reason, from).map(Part::Text).into() }
}

fn no_in_words(voice: &Voice<'_>, company: &str, reason: &str, from: NaiveDate) -> [Line; 3] {
    [
        voice.line("apply-no", &[("company", Arg::Text(company))]),
        voice.line("apply-no-reason", &[("reason", Arg::Text(reason))]),
        voice.line("apply-no-again", &[("date", Arg::Day(from))]),
    ]
}

/// To whoever decides: the promised time is over.
#[must_use]
pub fn late(voice: &Voice<'_>, card: &Card) -> Message {
    let date = card.application.promised().unwrap_or(card.application.since);
    let args = [("company", Arg::Text(card.company.as_str())), ("date", Arg::Instant(date))];
    let parts = vec![
        Part::Text(voice.line("apply-late", &args)),
        Part::Buttons(decisions(voice, &card.application)),
    ];
    Message { parts }
}

/// *Invite a partner*: whom, and what is known of their company.
#[must_use]
pub fn invite_form(voice: &Voice<'_>, id: &FormId) -> Form {
    let short = || FieldKind::Short { preset: String::new() };
    let hint = Some("partner-website-hint");
    let person = FieldKind::Person { preset: None };
    let fields = vec![
        input_of(voice, input::PERSON, "role-person", None, true, person),
        input_of(voice, input::COMPANY, "apply-company", None, true, short()),
        input_of(voice, input::WEBSITE, "apply-website", hint, false, short()),
    ];
    sheet(voice, id, ("invite", "invite-title", "button-send-invite"), fields)
}

/// What stands in the form's place when somebody was invited.
#[must_use]
pub fn invited(voice: &Voice<'_>, who: &str) -> Panel {
    let line = voice.line("invite-done", &[("who", Arg::Text(who))]);
    refusals::panel(voice, voice.words("invite-title", &[]), line)
}

/// To whoever was invited.
#[must_use]
pub fn invitation(voice: &Voice<'_>, id: ApplicationId, by: &str) -> Message {
    let mut button = become_button(voice);
    button.action.subject = id.to_string();
    let line = voice.line("invite-told", &[("who", Arg::Text(by))]);
    Message { parts: vec![Part::Text(line), Part::Buttons(vec![button])] }
}
