//! One file per thing a person can do in chat: its entries, its form, its check, its act.
//!
//! A flow is a value, not a trait object, so that "go to definition" works. [`ALL`] lists them;
//! [`find`] picks one. Nothing here names a platform. Start with [`refer`].

pub mod actor;
pub mod admin;
pub mod agreement;
pub mod alias;
pub mod answer;
pub mod appeal;
pub mod application;
pub mod apply;
pub mod apply_answer;
pub mod ask;
pub mod ask_evidence;
pub mod ask_person;
pub mod board;
mod card;
mod case;
pub mod check;
pub mod claim;
pub mod company;
pub mod consent;
pub mod contest;
pub mod decide;
pub mod due;
pub mod evidence;
pub mod extend;
pub mod feedback;
pub mod find;
pub mod groups;
pub mod help;
pub mod home;
pub mod icp;
mod inside;
pub mod install;
pub mod invite;
pub mod link;
pub mod me;
pub mod member;
pub mod mention;
mod merge;
pub mod naming;
pub mod news;
pub mod notify;
pub mod open;
pub mod open_case;
pub mod owner;
pub mod pack;
pub mod pairing;
pub mod partner;
pub mod partners;
pub mod presence;
pub mod quiz;
pub mod refer;
pub mod reject;
pub mod release;
pub mod reopen;
pub mod report;
pub mod reverse;
pub mod review;
pub mod rhythm;
pub mod roe;
pub mod role;
pub mod roles;
mod room;
pub mod share;
pub mod shout;
pub mod split;
pub mod stage;
pub mod start;
pub mod tier;
pub mod track;
pub mod undo;
pub mod unlink;
pub mod waive;
mod website;
pub mod why;
pub mod why_case;
pub mod withdraw;

use std::collections::BTreeMap;
use std::str::FromStr;

use crate::app::execute::{Aside, Asked, Outcome};
use crate::app::{App, new_form_id};
use crate::chat::Boxed;
use crate::chat::commands::{CommandNames, UMBRELLA};
use crate::chat::inbound::{Inbound, Quote, Reply, Values, What, text_in};
use crate::chat::view::{Action, Form, Line, Message, Panel};
use crate::domain::actor::{Person, Role};
use crate::domain::ids::FormId;
use crate::domain::outcome::Refusal;
use crate::store::StoreError;
use crate::store::rows::FormRow;
use crate::text::Voice;
use crate::views::{self, Say};
use actor::Actor;

/// Something a person can start.
pub struct Flow {
    /// File name, action id, form id and text prefix.
    pub name: &'static str,
    /// Slash commands that start it, with what stands behind them.
    pub commands: &'static [Command],
    /// Opens its form, or says why not.
    pub form: for<'a> fn(&'a App, Opening<'a>) -> Boxed<'a, Result<Opened, StoreError>>,
    /// Does it: what was sent is checked for shape first, then decided.
    pub act: for<'a> fn(&'a App, Sent<'a>) -> Boxed<'a, Result<Reply, StoreError>>,
}

/// A word that starts a flow: `/vouch word`, and `/word` where it is registered.
pub struct Command {
    /// Without the slash.
    pub word: &'static str,
    /// What may stand behind it, as the text `takes-…` says it. What the command does is said by
    /// `command-…`.
    pub takes: Option<&'static str>,
    pub slash: Slash,
    pub by: By,
}

impl Command {
    /// As it is typed here: `/refer`, `/vouch role`.
    #[must_use]
    pub fn typed(&self, names: &CommandNames) -> String {
        match self.slash {
            Slash::Registered => format!("/{}", names.of(self.word)),
            Slash::OnRequest => format!("/{} {}", names.of(UMBRELLA), self.word),
        }
    }

    /// What it does, for people.
    #[must_use]
    pub fn what(&self, voice: &Voice<'_>) -> String {
        voice.words(&format!("command-{}", self.word), &[])
    }

    /// What may stand behind it, for people.
    #[must_use]
    pub fn behind(&self, voice: &Voice<'_>) -> Option<String> {
        self.takes.map(|takes| voice.words(&format!("takes-{takes}"), &[]))
    }

    /// The two things that people may take for its word: ours, and what it is called here.
    fn known_as<'a>(&self, names: &'a CommandNames) -> [&'a str; 2] {
        [self.word, names.of(self.word)]
    }
}

/// Who is shown a word in the help. Who may do what it does is decided where it is done.
#[derive(Clone, Copy, Debug)]
pub struct By {
    /// Members of a partner.
    pub members: bool,
    /// Whoever has one of these.
    pub roles: &'static [Role],
}

/// Whether a word is a slash command of its own. Such commands are not namespaced on a platform:
/// another app may have taken the word, so few are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slash {
    /// Registered by every manifest.
    Registered,
    /// Only behind `/vouch`, and in a manifest that asks for all.
    OnRequest,
}

/// An entry of the platform's own menus: it works where commands do, without a channel to type in.
/// The texts `shortcut-…` and `shortcut-…-what` say what it is.
pub struct Shortcut {
    /// What the platform hands back.
    pub name: &'static str,
    pub at: At,
    pub flow: &'static Flow,
}

/// Where it is chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum At {
    /// Anywhere.
    Menu,
    Message,
    /// At somebody, where a platform has such a menu.
    Person,
}

pub const SHORTCUTS: &[Shortcut] = &[
    Shortcut { name: "refer", at: At::Menu, flow: &refer::FLOW },
    Shortcut { name: "refer_message", at: At::Message, flow: &refer::FLOW },
    Shortcut { name: refer::PERSON, at: At::Person, flow: &refer::FLOW },
];

/// The flow that a shortcut starts.
#[must_use]
pub fn of_shortcut(name: &str) -> Option<&'static Flow> {
    SHORTCUTS.iter().find(|one| one.name == name).map(|one| one.flow)
}

/// Every flow there is.
pub const ALL: &[Flow] = &[
    refer::FLOW,
    review::FLOW,
    reject::FLOW,
    ask::FLOW,
    answer::FLOW,
    undo::FLOW,
    owner::FLOW,
    withdraw::FLOW,
    stage::FLOW,
    reopen::FLOW,
    extend::FLOW,
    release::FLOW,
    due::FLOW,
    why::FLOW,
    why_case::FLOW,
    ask_person::FLOW,
    reverse::FLOW,
    naming::FLOW,
    naming::BACK,
    claim::FLOW,
    evidence::FLOW,
    contest::FLOW,
    decide::FLOW,
    open_case::FLOW,
    appeal::FLOW,
    waive::FLOW,
    split::FLOW,
    ask_evidence::FLOW,
    share::FLOW,
    roe::FLOW,
    tier::FLOW,
    agreement::FLOW,
    start::FLOW,
    admin::FLOW,
    track::FLOW,
    help::FLOW,
    open::FLOW,
    link::FLOW,
    unlink::FLOW,
    company::FLOW,
    role::FLOW,
    roles::FLOW,
    member::FLOW,
    groups::FLOW,
    partner::FLOW,
    partners::FLOW,
    install::FLOW,
    notify::FLOW,
    me::FLOW,
    check::FLOW,
    alias::FLOW,
    icp::FLOW,
    find::FLOW,
    quiz::FLOW,
    feedback::FLOW,
    apply::FLOW,
    apply_answer::FLOW,
    application::FLOW,
    invite::FLOW,
    board::FLOW,
    consent::FLOW,
    rhythm::FLOW,
    pack::FLOW,
    shout::FLOW,
    report::FLOW,
    pairing::FLOW,
];

/// Flows that set things up work in a channel of which nobody has said what it is for. Everything
/// else is told there that it is not set up.
const BEFORE_SET_UP: &[&str] = &[
    "admin", "company", "groups", "help", "install", "link", "me", "member", "notify", "pairing",
    "partner", "partners", "role", "roles", "unlink",
];

/// Every word there is.
pub fn commands() -> impl Iterator<Item = &'static Command> {
    ALL.iter().flat_map(|flow| flow.commands)
}

/// The flow of this name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Flow> {
    ALL.iter().find(|flow| flow.name == name)
}

/// Whether a flow works in a channel that nobody has set up.
#[must_use]
pub fn sets_up(flow: &Flow) -> bool {
    BEFORE_SET_UP.contains(&flow.name)
}

/// The flow that a command starts, by our word for it, and what stands behind: `/vouch refer
/// acme.example` is `/refer acme.example`. What nothing stands behind leads to the help.
#[must_use]
pub fn of_command<'a>(
    names: &CommandNames,
    word: &str,
    text: &'a str,
) -> Option<(&'static Flow, &'a str)> {
    if word != UMBRELLA && help::is_wanted(text) {
        return Some((&help::FLOW, ""));
    }
    if word != UMBRELLA {
        return of_word(word).map(|flow| (flow, text));
    }
    let text = text.trim();
    let (word, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    let word = word.to_lowercase();
    let found = of_word(names.word_behind(&word)).filter(|flow| flow.name != help::FLOW.name);
    Some(found.map_or((&help::FLOW, text), |flow| (flow, rest)))
}

fn of_word(word: &str) -> Option<&'static Flow> {
    ALL.iter().find(|flow| flow.commands.iter().any(|command| command.word == word))
}

/// Somebody pressed or typed something that opens a form.
pub struct Opening<'a> {
    pub inbound: &'a Inbound,
    pub actor: &'a Actor,
    /// What the button said; absent for a command.
    pub action: Option<&'a Action>,
    /// What stood behind the command.
    pub text: &'a str,
}

impl Opening<'_> {
    /// Which entry of a menu it was started by.
    fn shortcut(&self) -> Option<&str> {
        self.entry().map(|(name, _)| name)
    }

    /// The message at which it was started, or what the person at whom it was is called.
    fn quote(&self) -> Option<&Quote> {
        self.entry().and_then(|(_, quote)| quote)
    }

    fn entry(&self) -> Option<(&str, Option<&Quote>)> {
        match &self.inbound.what {
            What::Shortcut { name, message } => Some((name, message.as_ref())),
            What::Command { .. }
            | What::Pressed { .. }
            | What::FormSent { .. }
            | What::FormClosed { .. }
            | What::Suggest { .. }
            | What::Mentioned { .. }
            | What::Direct
            | What::Channel(_)
            | What::Uninstalled { .. }
            | What::Installed
            | What::Unknown { .. } => None,
        }
    }

    /// The row of a form that opens now: what it is about, who opened it, and where.
    fn form_row(&self, flow: &'static str, id: &FormId, subject: Subject<'_>) -> FormRow {
        FormRow {
            form_id: id.to_string(),
            flow: flow.to_owned(),
            subject: subject.id.to_owned(),
            seen_version: subject.version,
            identity: self.actor.person.to_string(),
            workspace: self.inbound.workspace.clone(),
            channel: self.actor.channel.as_ref().map(|channel| channel.id.clone()),
            opened_us: self.inbound.received.timestamp_micros(),
            answer: None,
        }
    }

    /// Opens a form that is about no referral.
    fn opens(
        &self,
        voice: &Voice<'_>,
        flow: &'static str,
        subject: Subject<'_>,
        draw: impl FnOnce(&FormId) -> Form,
    ) -> Opened {
        let id = new_form_id();
        Opened::Form {
            form: Box::new(draw(&id)),
            row: self.form_row(flow, &id, subject),
            if_late: views::refusals::form_expired(voice, None),
            redraw: None,
        }
    }

    /// A no to somebody without the role: the vendor's own are told who may (`key`), everybody else
    /// learns nothing.
    fn refuses(&self, voice: &Voice<'_>, key: &str) -> Opened {
        if self.actor.is(Person::is_vendor) {
            return Opened::instead(voice.line(key, &[]), "no_role");
        }
        Opened::forged(voice, "outsider")
    }
}

/// What a form is about, and the version of it that was seen.
#[derive(Clone, Copy, Default)]
struct Subject<'a> {
    id: &'a str,
    version: i64,
}

/// A form to open, or what to say instead.
pub enum Opened {
    Form {
        form: Box<Form>,
        row: FormRow,
        if_late: Message,
        /// A card that the presser saw in an old state.
        redraw: Option<Say>,
    },
    /// A no. `redraw` is a card that the presser saw in an old state.
    Instead { message: Message, result: &'static str, redraw: Option<Say> },
    /// What was asked for, shown to the asker alone; nothing changes.
    Shown(Message),
    /// The same for a page of a list. `turned` when the press stood on another page of it: this
    /// one takes its place. Where the press stood in a form or panel, so does the list.
    Listed { page: Panel, turned: bool },
    /// A page that answers a question, like a list. The question may be recorded with it.
    Explained { page: Panel, asked: Option<Asked> },
    /// The same for what is shown this once: it is kept nowhere.
    Secret(Message),
    /// Done at once, without a form, and recorded.
    Done(Reply),
}

impl Opened {
    /// Says one line instead of opening the form.
    #[must_use]
    pub fn instead(line: Line, result: &'static str) -> Self {
        Self::Instead { message: views::note(line), result, redraw: None }
    }

    /// What was decided without a form. Whoever was refused learns nothing by it.
    fn decided(voice: &Voice<'_>, outcome: Outcome) -> Self {
        match outcome {
            Outcome::Answered(reply) | Outcome::Repeated(reply) => Self::Done(reply),
            Outcome::Refused(refusal) => Self::forged(voice, refusal.reason()),
        }
    }

    /// A no to somebody who learns nothing by it; `result` is for the record alone.
    fn forged(voice: &Voice<'_>, result: &'static str) -> Self {
        Self::instead(views::refusals::forged(voice), result)
    }
}

/// A form that came back.
pub struct Sent<'a> {
    pub inbound: &'a Inbound,
    pub actor: &'a Actor,
    pub form: FormRow,
    pub values: &'a Values,
}

/// A delivery's answer, whether new or given before; refusals are put into words by `refuse` and
/// recorded.
///
/// # Errors
/// [`StoreError`]: nothing was stored.
async fn reply_to(
    app: &App,
    inbound: &Inbound,
    outcome: Outcome,
    refuse: impl AsyncFnOnce(Refusal) -> Result<Reply, StoreError>,
) -> Result<Reply, StoreError> {
    match outcome {
        Outcome::Answered(reply) | Outcome::Repeated(reply) => Ok(reply),
        Outcome::Refused(refusal) => {
            let result = refusal.reason();
            let reply = refuse(refusal).await?;
            record(app, inbound, reply, result).await
        }
    }
}

/// One sentence where the form stood, under the title that it had; nothing is changed.
///
/// # Errors
/// [`StoreError`]: nothing was stored.
async fn in_place(
    app: &App,
    sent: &Sent<'_>,
    title: &str,
    line: Line,
    result: &'static str,
) -> Result<Reply, StoreError> {
    let voice = app.voice();
    let panel = views::refusals::panel(&voice, voice.words(title, &[]), line);
    record(app, sent.inbound, Reply::Panel(panel), result).await
}

/// Records a delivery that changed nothing, and gives its answer.
///
/// # Errors
/// [`StoreError`]: nothing was stored.
async fn record(
    app: &App,
    inbound: &Inbound,
    reply: Reply,
    result: &'static str,
) -> Result<Reply, StoreError> {
    record_with(app, inbound, reply, result, Aside::default()).await
}

/// The same, with what the delivery leaves all the same.
///
/// # Errors
/// [`StoreError`]: nothing was stored.
async fn record_with(
    app: &App,
    inbound: &Inbound,
    reply: Reply,
    result: &'static str,
    aside: Aside,
) -> Result<Reply, StoreError> {
    match app.record(inbound, reply, result, aside).await? {
        Outcome::Answered(reply) | Outcome::Repeated(reply) => Ok(reply),
        Outcome::Refused(_) => Ok(Reply::Nothing),
    }
}

/// Stands as [`Flow::act`] where a flow has no form: whoever sends one has made it up.
fn no_form<'a>(
    app: &'a App,
    Sent { inbound, .. }: Sent<'a>,
) -> Boxed<'a, Result<Reply, StoreError>> {
    Box::pin(async move { record(app, inbound, forged_form(&app.voice()), "forged").await })
}

/// A no to somebody who learns nothing by it, in a form.
fn forged_form(voice: &Voice<'_>) -> Reply {
    Reply::KeepForm(views::refusals::forged(voice).words())
}

/// What was chosen in a list, when it is one of ours.
fn chosen<T: FromStr>(values: &Values, field: &str) -> Option<T> {
    text_in(values, field)?.parse().ok()
}

/// Sentences beside inputs, by the input's name.
type FieldErrors = BTreeMap<String, String>;

/// One sentence at one input.
fn misfit(voice: &Voice<'_>, field: &str, key: &str) -> FieldErrors {
    FieldErrors::from([(field.to_owned(), voice.words(key, &[]))])
}

/// Says at the inputs what does not fit; nothing is changed.
///
/// # Errors
/// [`StoreError`]: nothing was stored.
async fn unclear(app: &App, inbound: &Inbound, errors: FieldErrors) -> Result<Reply, StoreError> {
    record(app, inbound, Reply::FieldErrors(errors), "unclear").await
}
