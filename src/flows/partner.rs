//! *New partner*, and what is done with one that is there: renaming, suspending, ending. Each form
//! says above its input what will happen.

use super::{
    By, Command, FieldErrors, Flow, Opened, Opening, Sent, Slash, Subject, chosen, forged_form,
    merge, no_form, reply_to, room, unclear,
};
use crate::app::execute::Outcome;
use crate::app::{App, Sealed, new_form_id};
use crate::chat::inbound::{Reply, Value, Values, text_in};
use crate::chat::view::Line;
use crate::domain::account;
use crate::domain::actor::{Person, Role};
use crate::domain::board::period::{Period, Span};
use crate::domain::ids::{NotACode, PartnerCode, PartnerId};
use crate::domain::outcome::Refusal;
use crate::domain::partner::manage::{Open, PartnerNo, Wish};
use crate::domain::partner::{Partner, PartnerKind};
use crate::store::{StoreError, feedback as given, knowledge as stored, queries};
use crate::text::{Arg, Voice};
use crate::views::partners::{self, deed, input};
use crate::views::{feedback, knowledge, note, refusals, start};

pub const FLOW: Flow = Flow {
    name: "partner",
    commands: &[Command {
        word: "partner",
        takes: Some("partner"),
        slash: Slash::OnRequest,
        by: By { members: false, roles: &[Role::PartnerManager, Role::Admin] },
    }],
    form: |app, opening| Box::pin(form(app, opening)),
    act: |app, sent| Box::pin(act(app, sent)),
};

async fn form(app: &App, opening: Opening<'_>) -> Result<Opened, StoreError> {
    let voice = app.voice();
    if !opening.actor.is(Person::manages_partners) {
        return Ok(opening.refuses(&voice, "no-role-partner_manager"));
    }
    match opening.action.map(|action| action.choice.as_str()) {
        None => typed(app, &opening).await,
        Some(deed::NEW) => new(app, &opening, "").await,
        Some(deed::CHANNEL) => room::form(app, &opening).await,
        Some(deed::MERGE_NOW) => merge::confirm(app, &opening).await,
        Some(deed::SHEET) => sheet(app, &opening).await,
        Some(deed) => change(app, &opening, deed).await,
    }
}

/// `/vouch partner`, with nothing, a code or a name behind it.
async fn typed(app: &App, opening: &Opening<'_>) -> Result<Opened, StoreError> {
    let text = opening.text.trim();
    if text.is_empty() {
        let invites = app.program().joining.is_some();
        return Ok(Opened::Shown(partners::menu(&app.voice(), invites)));
    }
    match app.partner_of_code(text.to_uppercase().parse::<PartnerCode>().ok()).await? {
        Some(partner) => show(app, opening, &partner).await,
        None => new(app, opening, text).await,
    }
}

/// The sheet of the partner that a button is about.
async fn sheet(app: &App, opening: &Opening<'_>) -> Result<Opened, StoreError> {
    let id = opening.action.and_then(|action| action.subject.parse::<PartnerId>().ok());
    match app.partner(id).await? {
        Some(partner) => show(app, opening, &partner).await,
        None => Ok(Opened::forged(&app.voice(), "forged")),
    }
}

async fn show(app: &App, opening: &Opening<'_>, partner: &Partner) -> Result<Opened, StoreError> {
    let manager = match partner.manager {
        Some(manager) => app.name_of(manager).await?,
        None => String::new(),
    };
    let seals = partner.reason.iter().map(|seal| (partner.id.to_string(), seal.clone())).collect();
    let reason = queries::words(&app.store.db, &seals).await?.into_values().next();
    let reason = reason.unwrap_or_default();
    let mut card = partners::card(&app.voice(), partner, &manager, &reason);
    let taken = stored::taken_by(&app.store.db, partner.id).await?;
    card.parts.extend(knowledge::taken(&app.voice(), &app.program().knowledge, &taken));
    let period = Period::with(Span::Quarter, app.program().rules.calendar.local_date(app.now()));
    let said = given::trend_of(&app.store.db, partner.id, period).await?;
    card.parts.extend(feedback::of_partner(&app.voice(), &said));
    let list = app.start_list(partner).await?;
    card.parts.extend(list.iter().map(|list| start::on_sheet(&app.voice(), list)));
    if let Some(into) = app.partner(partner.merged_into).await? {
        card.parts.push(partners::merge::on_sheet(&app.voice(), &into));
    }
    card.parts.extend(room::offered(app, opening.inbound.platform, partner).await?);
    if app.can_start(partner).await? {
        card.parts.push(start::begin_button(&app.voice(), partner.id));
    }
    Ok(Opened::Shown(card))
}

async fn new(app: &App, opening: &Opening<'_>, name: &str) -> Result<Opened, StoreError> {
    let voice = app.voice();
    let code = if name.is_empty() { None } else { app.propose_code(name).await? };
    let presser = &opening.actor.person;
    let draw = |id: &_| partners::new_form(&voice, id, name, code, presser);
    Ok(opening.opens(&voice, FLOW.name, Subject { id: deed::NEW, version: 0 }, draw))
}

/// Opens the form of a deed, or does at once what needs none.
async fn change(app: &App, opening: &Opening<'_>, deed: &str) -> Result<Opened, StoreError> {
    let voice = app.voice();
    let id = opening.action.and_then(|action| action.subject.parse::<PartnerId>().ok());
    let forged = || Opened::forged(&voice, "forged");
    let Some(partner) = app.partner(id).await? else { return Ok(forged()) };
    if deed == deed::RESUME {
        return resume(app, opening, &partner).await;
    }
    let form_id = new_form_id();
    let Some(form) = partners::change_form(&voice, &form_id, deed, &partner) else {
        return Ok(forged());
    };
    let subject = format!("{deed} {}", partner.id);
    let subject = Subject { id: &subject, version: partner.version };
    let row = opening.form_row(FLOW.name, &form_id, subject);
    let if_late = refusals::form_expired(&voice, None);
    Ok(Opened::Form { form: Box::new(form), row, if_late, redraw: None })
}

async fn resume(app: &App, opening: &Opening<'_>, partner: &Partner) -> Result<Opened, StoreError> {
    let voice = app.voice();
    let answer = Reply::Private(note(partners::named(&voice, "partner-done-resume", partner)));
    let wish = Wish::Resume;
    match app.decide_partner(opening.inbound, partner.id, wish, None, answer).await? {
        Outcome::Answered(reply) | Outcome::Repeated(reply) => Ok(Opened::Done(reply)),
        Outcome::Refused(Refusal::Partner { why }) => {
            let (_, line) = partners::refused(&voice, why, None);
            Ok(Opened::instead(line, why.reason()))
        }
        Outcome::Refused(refusal) => Ok(Opened::forged(&voice, refusal.reason())),
    }
}

async fn act(app: &App, sent: Sent<'_>) -> Result<Reply, StoreError> {
    let deed = sent.form.subject.clone();
    match deed.split_once(' ') {
        None => open(app, &sent).await,
        Some((deed, id)) => match app.partner(id.parse().ok()).await? {
            Some(partner) if deed == deed::CHANNEL => room::act(app, sent, &partner).await,
            Some(partner) if deed == deed::MERGE => merge::act(app, &sent, partner).await,
            Some(partner) => decide(app, &sent, deed, &partner).await,
            None => no_form(app, sent).await,
        },
    }
}

/// The longest name of a partner.
const NAME_MOST: usize = 100;

/// Reads the inputs of a form, and gathers what does not fit.
struct Reader<'a> {
    voice: Voice<'a>,
    values: &'a Values,
    free: Option<PartnerCode>,
    errors: FieldErrors,
}

impl Reader<'_> {
    fn say(&mut self, field: &str, key: &str, args: &[(&str, Arg<'_>)]) {
        self.errors.insert(field.to_owned(), self.voice.words(key, args));
    }

    fn name(&mut self) -> Option<String> {
        let name = text_in(self.values, input::NAME).map(str::to_owned);
        let fits = |name: &String| name.chars().count() <= NAME_MOST;
        let name = name.filter(fits);
        if name.is_none() {
            self.say(input::NAME, "partner-name-missing", &[]);
        }
        name
    }

    fn code(&mut self) -> Option<PartnerCode> {
        let typed = text_in(self.values, input::CODE).unwrap_or_default().to_uppercase();
        match typed.parse() {
            Ok(code) => Some(code),
            Err(NotACode::Shape) => {
                let free = self.free.map_or_else(|| "NOR".to_owned(), |code| code.to_string());
                self.say(input::CODE, "partner-code-unclear", &[("code", Arg::Word(&free))]);
                None
            }
            Err(NotACode::KeptFree(code)) => {
                self.say(input::CODE, "partner-code-kept", &[("code", Arg::Word(&code))]);
                None
            }
        }
    }

    fn domain(&mut self, vendor: &[String]) -> Option<String> {
        let typed = text_in(self.values, input::WEBSITE).unwrap_or_default();
        match account::website(typed) {
            Ok(domain) if vendor.iter().any(|own| own == domain.as_str()) => {
                self.say(input::WEBSITE, "partner-website-us", &[]);
                None
            }
            Ok(domain) => Some(domain.to_string()),
            Err(_) => {
                self.say(input::WEBSITE, "partner-website-unclear", &[]);
                None
            }
        }
    }
}

async fn open(app: &App, sent: &Sent<'_>) -> Result<Reply, StoreError> {
    let voice = app.voice();
    let free = app.propose_code(text_in(sent.values, input::NAME).unwrap_or_default()).await?;
    let mut form = Reader { voice, values: sent.values, free, errors: FieldErrors::new() };
    let (name, code) = (form.name(), form.code());
    let domain = form.domain(&app.program().rules.vendor_domains);
    let kind: Option<PartnerKind> = chosen(sent.values, input::KIND);
    if kind.is_none() {
        form.say(input::KIND, "partner-kind-missing", &[]);
    }
    let manager = match sent.values.get(input::MANAGER) {
        Some(Value::Person(person)) => Some(person.clone()),
        Some(Value::Text(_) | Value::Several(_) | Value::Day(_)) | None => {
            form.say(input::MANAGER, "role-person-missing", &[]);
            None
        }
    };
    let whole = (name, code, domain, kind, manager);
    let (Some(name), Some(code), Some(domain), Some(kind), Some(manager)) = whole else {
        return unclear(app, sent.inbound, form.errors).await;
    };
    let args = [("partner", Arg::Text(name.as_str())), ("code", Arg::Word(code.as_str()))];
    let done = voice.line("partner-done-new", &args);
    let mut answer = refusals::panel(&voice, voice.words("partner-new-title", &[]), done);
    if app.people.makes_rooms(sent.inbound.platform) {
        answer.parts.push(partners::channel_button(&voice, code));
    }
    let answer = Reply::Panel(answer);
    let command = Open { code, name: name.clone(), domains: vec![domain], kind };
    let outcome = app.open_partner(sent.inbound, command, manager, answer).await?;
    reply_to(app, sent.inbound, outcome, async |refusal| Ok(in_words(&voice, &refusal, free))).await
}

async fn decide(
    app: &App,
    sent: &Sent<'_>,
    deed: &str,
    partner: &Partner,
) -> Result<Reply, StoreError> {
    let voice = app.voice();
    let free = app.propose_code(&partner.name).await?;
    let mut form = Reader { voice, values: sent.values, free, errors: FieldErrors::new() };
    let reason = text_in(sent.values, input::REASON).map(Sealed::new);
    let seal = reason.as_ref().map(|reason| reason.seal.clone());
    if seal.is_none() && matches!(deed, deed::SUSPEND | deed::TERMINATE) {
        form.say(input::REASON, "partner-reason-missing", &[]);
    }
    let wish = match deed {
        deed::RENAME => form.name().map(Wish::Rename),
        deed::CODE => form.code().map(Wish::ChangeCode),
        deed::SUSPEND => seal.map(|seal| Wish::Suspend(Some(seal))),
        deed::TERMINATE => seal.map(|seal| Wish::Terminate(Some(seal))),
        _ => None,
    };
    let Some(wish) = wish else { return unclear(app, sent.inbound, form.errors).await };
    let answer = done(&voice, &wish, partner);
    let outcome = app.decide_partner(sent.inbound, partner.id, wish, reason, answer).await?;
    reply_to(app, sent.inbound, outcome, async |refusal| Ok(in_words(&voice, &refusal, free))).await
}

/// What stands in the form's place when the wish was granted.
fn done(voice: &Voice<'_>, wish: &Wish, partner: &Partner) -> Reply {
    let (name, code) = (partner.name.as_str(), partner.code);
    let (title, done, name, code) = match wish {
        Wish::Rename(name) => ("partner-rename-title", "partner-done-rename", name.as_str(), code),
        Wish::ChangeCode(code) => ("partner-recode-title", "partner-done-recode", name, *code),
        Wish::Suspend(_) => ("partner-suspend-title", "partner-done-suspend", name, code),
        Wish::Resume => ("partner-resume-title", "partner-done-resume", name, code),
        Wish::Terminate(_) => ("partner-terminate-title", "partner-done-terminate", name, code),
    };
    let args = [("partner", Arg::Text(name)), ("code", Arg::Word(code.as_str()))];
    panel(voice, title, voice.line(done, &args))
}

fn panel(voice: &Voice<'_>, title: &str, line: Line) -> Reply {
    Reply::Panel(refusals::panel(voice, voice.words(title, &[]), line))
}

/// A no beside the input it is about; whoever does not look after partners learns nothing.
fn in_words(voice: &Voice<'_>, refusal: &Refusal, free: Option<PartnerCode>) -> Reply {
    let Refusal::Partner { why } = refusal else { return forged_form(voice) };
    if *why == PartnerNo::NotManager {
        return forged_form(voice);
    }
    let (field, line) = partners::refused(voice, *why, free);
    Reply::FieldErrors([(field.to_owned(), line.words())].into())
}
