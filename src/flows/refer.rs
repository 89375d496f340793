//! *Refer a customer*: a partner member registers a company and gets a receipt.

pub(super) mod reader;

use std::time::Duration;

use super::actor::{Actor, Standing};
use super::website::{self, Unfit};
use super::{
    By, Command, FieldErrors, Flow, Opened, Opening, Sent, Slash, Subject, forged_form, in_place,
    reply_to, unclear,
};
use super::{card, help, member};
use crate::app::execute::{Newcomer, Registration};
use crate::app::{App, Sealed, new_form_id, new_person_id, new_referral_id};
use crate::chat::commands::REFER;
use crate::chat::inbound::{Inbound, Quote, Reply};
use crate::chat::limits::shorten;
use crate::chat::view::{Line, Message};
use crate::domain::account::{self, Domain};
use crate::domain::agreement::missing;
use crate::domain::outcome::Refusal;
use crate::domain::partner::{Partner, PartnerState};
use crate::domain::referral::{Basis, Introduction, Relationship, Submit};
use crate::store::StoreError;
use crate::text::{Arg, Voice};
use crate::views::forms::{self, Known, input};
use crate::views::referral::thread::is_cut;
use crate::views::{agreement, note, refer_button, refusals};

use reader::Reader;

pub const FLOW: Flow = Flow {
    name: "refer",
    commands: &[Command {
        word: REFER,
        takes: Some("website"),
        slash: Slash::Registered,
        by: By { members: true, roles: &[] },
    }],
    form: |app, opening| Box::pin(form(app, opening)),
    act: |app, sent| Box::pin(act(app, sent)),
};

/// The entry of a menu by which somebody is referred as the contact.
pub const PERSON: &str = "refer_person";

async fn form(app: &App, opening: Opening<'_>) -> Result<Opened, StoreError> {
    let voice = app.voice();
    if opening.action.is_none()
        && let Some(told) = help::misplaced(app, &opening)
    {
        return Ok(told);
    }
    if let Some((message, result)) = turned_away(app, opening.actor).await? {
        return Ok(Opened::Instead { message, result, redraw: None });
    }
    if let Some(partner) = opening.actor.standing.partner()
        && let Some(missing) = missing(app.program().rules.agreement.as_ref(), partner)
    {
        let message = agreement::needed(&voice, &missing.version);
        return Ok(Opened::Instead { message, result: "agreement_missing", redraw: None });
    }
    if let Some(partner) = opening.actor.standing.partner()
        && let Some(why) = app.quota_full(partner).await?
    {
        let message = refusals::no_room(&voice, partner, why);
        return Ok(Opened::Instead { message, result: "quota_full", redraw: None });
    }
    if let Standing::Newcomer(_) = opening.actor.standing
        && full_member(app, &opening).await == Some(false)
    {
        // Said before ten inputs are filled in for nothing. When the platform does not say, the
        // form opens: it is asked again when the form is sent.
        let message = member::not_linked(app, opening.actor).await?;
        return Ok(Opened::Instead { message, result: "not_a_member", redraw: None });
    }
    let id = new_form_id();
    let known = known_before(app, &opening).await?;
    let mut form = forms::refer(&voice, &id, &known);
    if let Standing::Behalf(partner) = &opening.actor.standing {
        form.intro = vec![forms::behalf(&voice, &partner.name)];
    }
    let source = opening.quote().and_then(|quote| quote.link.as_deref()).unwrap_or_default();
    let row = opening.form_row(FLOW.name, &id, Subject { id: source, version: 0 });
    let if_late = refusals::form_expired(&voice, Some(refer_button(&voice)));
    Ok(Opened::Form { form: Box::new(form), row, if_late, redraw: None })
}

/// What stands in the form already: the website behind the command, or the company of the referral
/// whose *Refer again* was pressed, for whoever may see that referral.
async fn known_before(app: &App, opening: &Opening<'_>) -> Result<Known, StoreError> {
    if let Some(quote) = opening.quote() {
        return Ok(match opening.shortcut() {
            Some(PERSON) => Known { contact: shorten(&quote.text, LINE_MOST), ..Known::default() },
            Some(_) | None => said_in(quote),
        });
    }
    let again = opening.action.map(|action| action.subject.as_str()).filter(|id| !id.is_empty());
    let Some(id) = again else {
        return Ok(Known { website: opening.text.trim().to_owned(), ..Known::default() });
    };
    let before = card::visible(app, id, opening.actor).await?;
    Ok(before.map_or_else(Known::default, |(facts, _)| Known {
        website: facts.referral.submission.domain.to_string(),
        company: facts.company,
        ..Known::default()
    }))
}

/// What a message says of a company: the first website in it, and all of it as the need.
fn said_in(quote: &Quote) -> Known {
    let around = |c: char| !c.is_alphanumeric() && c != '/';
    let words = quote.text.split_whitespace().map(|word| word.trim_matches(around));
    // An address of a person would give their company's, or their mail provider's.
    // Nor is "e.g." a website, although its last letter could be a country's one day.
    let named = |word: &&str| word.rsplit_once('.').is_some_and(|(_, end)| end.len() > 1);
    let mut sites = words.filter(|word| named(word) && !word.contains('@'));
    let site = sites.find(|word| account::website(word).is_ok());
    Known {
        website: site.unwrap_or_default().to_owned(),
        need: shorten(&quote.text, NEED_MOST),
        ..Known::default()
    }
}

/// What somebody is told who may not register here, and a word for why.
pub(super) async fn turned_away(
    app: &App,
    actor: &Actor,
) -> Result<Option<(Message, &'static str)>, StoreError> {
    let voice = app.voice();
    Ok(match &actor.standing {
        Standing::Member(partner) | Standing::Newcomer(partner) | Standing::Behalf(partner) => {
            match partner.state {
                PartnerState::Approved => None,
                PartnerState::Suspended | PartnerState::Terminated => {
                    let manager = app.manager_name(partner.manager).await?;
                    let line = refusals::closed(&voice, partner, manager.as_deref());
                    Some((note(line), "partner_paused"))
                }
            }
        }
        Standing::Vendor => Some((note(voice.line("no-role-partner_member", &[])), "no_role")),
        Standing::Stranger => Some((note(refusals::forged(&voice)), "outsider")),
        Standing::Unknown => Some((member::not_linked(app, actor).await?, "not_a_member")),
    })
}

async fn act(app: &App, sent: Sent<'_>) -> Result<Reply, StoreError> {
    let voice = app.voice();
    let (partner, new) = match &sent.actor.standing {
        Standing::Member(partner) | Standing::Behalf(partner) => (partner, false),
        Standing::Newcomer(partner) => (partner, true),
        Standing::Vendor | Standing::Stranger | Standing::Unknown => {
            return in_place(app, &sent, "refer-title", refusals::forged(&voice), "outsider").await;
        }
    };
    let typed = match read(app, &voice, &sent, partner).await? {
        Ok(typed) => typed,
        Err(errors) => return unclear(app, sent.inbound, errors).await,
    };
    let newcomer = if new {
        match introduce(app, &sent).await {
            Introduced::Member(newcomer) => Some(newcomer),
            Introduced::NotAMember => {
                let line = voice.line("not-linked-again", &[]);
                return in_place(app, &sent, "refer-title", line, "not_a_member").await;
            }
            // Not recorded: the same form, sent again in a minute, is decided then.
            Introduced::NoAnswer => {
                return Ok(Reply::KeepForm(voice.words("not-registered-yet", &[])));
            }
        }
    } else {
        None
    };
    let registration = typed.into_registration(&sent, partner, newcomer);
    let outcome = app.register(sent.inbound, registration).await?;
    reply_to(app, sent.inbound, outcome, async |refusal| {
        let manager = app.manager_name(partner.manager).await?;
        Ok(in_words(&voice, &refusal, partner, manager.as_deref()))
    })
    .await
}

fn in_words(
    voice: &Voice<'_>,
    refusal: &Refusal,
    partner: &Partner,
    manager: Option<&str>,
) -> Reply {
    let at_website =
        |line: Line| Reply::FieldErrors([(input::WEBSITE.to_owned(), line.words())].into());
    match refusal {
        Refusal::AlreadyYours { number } => {
            at_website(refusals::already_yours(voice, &number.to_string()))
        }
        Refusal::PartnerPaused { since } => {
            Reply::KeepForm(refusals::paused(voice, &partner.name, *since, manager).words())
        }
        Refusal::AgreementMissing { version } => {
            Reply::KeepForm(agreement::missing(voice, version).words())
        }
        Refusal::QuotaFull { why } => {
            Reply::KeepForm(refusals::quota(voice, partner, *why).words())
        }
        Refusal::Outsider
        | Refusal::NoRole { .. }
        | Refusal::NotAMember
        | Refusal::OwnReferral
        | Refusal::AlreadyDecided { .. }
        | Refusal::InReview
        | Refusal::NoMove { .. }
        | Refusal::OwnerNotSales
        | Refusal::UnknownReason
        | Refusal::NoReason
        | Refusal::NotDecider
        | Refusal::NotYours
        | Refusal::TooLate { .. }
        | Refusal::AccountTaken
        | Refusal::DateInFuture
        | Refusal::NoAmount
        | Refusal::NotProtected { .. }
        | Refusal::ExtendedBefore { .. }
        | Refusal::TooEarly { .. }
        | Refusal::TailStage
        | Refusal::NotWon
        | Refusal::TailOver { .. }
        | Refusal::TailTaken
        | Refusal::ReleaseAsked { .. }
        | Refusal::ReleaseKept { .. }
        | Refusal::NoRelease
        | Refusal::NotYoursToRelease
        | Refusal::NothingMoves { .. }
        | Refusal::LongestAlready { .. }
        | Refusal::People { .. }
        | Refusal::Partner { .. }
        | Refusal::Case { .. } => forged_form(voice),
    }
}

/// What the platform says about somebody we do not know.
enum Introduced {
    Member(Newcomer),
    NotAMember,
    NoAnswer,
}

async fn introduce(app: &App, sent: &Sent<'_>) -> Introduced {
    let workspace = &sent.inbound.workspace;
    match app.meet(workspace, &sent.actor.person, workspace).await {
        Some(met) if met.origin.is_full_member() => {
            let name = Sealed::new(&met.name);
            Introduced::Member(Newcomer { person: new_person_id(), name })
        }
        Some(_) => Introduced::NotAMember,
        None => Introduced::NoAnswer,
    }
}

/// How long a platform may take to say who somebody is while a form waits to be opened: its trigger
/// lives three seconds.
const WHO_IS_IT: Duration = Duration::from_millis(800);

/// Whether the platform says that this is a full member of their workspace; `None` when it does not
/// say in time.
pub(super) async fn full_member(app: &App, opening: &Opening<'_>) -> Option<bool> {
    is_full_member(app, opening.inbound, opening.actor).await
}

/// The same of whoever sent this.
pub(super) async fn is_full_member(app: &App, inbound: &Inbound, actor: &Actor) -> Option<bool> {
    let asked = app.people.profile(&inbound.workspace, &actor.person);
    let told = tokio::time::timeout(WHO_IS_IT, asked).await.ok()?;
    told.ok().map(|profile| profile.is_full_member())
}

/// What was typed, checked for shape.
struct Typed {
    domain: Domain,
    company: String,
    need: String,
    relationship: Relationship,
    introduction: Introduction,
    basis: Basis,
    contact_name: Option<String>,
    contact_email: Option<String>,
    job_title: Option<String>,
}

impl Typed {
    fn into_registration(
        self,
        sent: &Sent<'_>,
        partner: &Partner,
        newcomer: Option<Newcomer>,
    ) -> Registration {
        let contact = |text: &Option<String>| text.clone().unwrap_or_default();
        let is_cut =
            is_cut(&self.need, &contact(&self.contact_name), &contact(&self.contact_email));
        let mut words = Vec::new();
        let mut seal = |field: &'static str, text: &str| {
            let sealed = Sealed::new(text);
            let seal = sealed.seal.clone();
            words.push((field, sealed));
            seal
        };
        let on_behalf = matches!(sent.actor.standing, Standing::Behalf(_));
        let submit = Submit {
            // A form row that was stored has an id that reads back.
            form: sent.form.form_id.parse().unwrap_or_else(|_| new_form_id()),
            domain: self.domain,
            company: seal(input::COMPANY, &self.company),
            need: seal(input::NEED, &self.need),
            relationship: self.relationship,
            introduction: self.introduction,
            basis: self.basis,
            contact_name: self.contact_name.map(|text| seal(input::CONTACT_NAME, &text)),
            contact_email: self.contact_email.map(|text| seal(input::CONTACT_EMAIL, &text)),
            job_title: self.job_title.map(|text| seal(input::JOB_TITLE, &text)),
            source: (!sent.form.subject.is_empty()).then(|| seal("source", &sent.form.subject)),
            on_behalf,
        };
        Registration {
            form: sent.form.clone(),
            referral: new_referral_id(),
            partner: partner.id,
            identity: sent.actor.person.to_string(),
            newcomer,
            submit,
            words,
            is_cut,
            company: self.company,
        }
    }
}

/// The longest need: what domain and form promise. Other single lines hold what a card can show.
const NEED_MOST: usize = 1_000;
const LINE_MOST: usize = 200;

/// Reads the inputs. All that does not fit is said at once, each beside its input.
async fn read(
    app: &App,
    voice: &Voice<'_>,
    sent: &Sent<'_>,
    partner: &Partner,
) -> Result<Result<Typed, FieldErrors>, StoreError> {
    let mut form = Reader {
        voice,
        form_id: &sent.form.form_id,
        values: sent.values,
        errors: FieldErrors::new(),
    };
    let domain = company(app, &mut form, partner).await?;
    let company = form.text(input::COMPANY, "refer-company-missing", LINE_MOST);
    let need = form.text(input::NEED, "refer-need-missing", NEED_MOST);
    let relationship = form.choice(input::RELATIONSHIP);
    let introduction = form.choice(input::INTRODUCTION);
    let basis = form.choice(input::BASIS);
    let contact_name = form.optional(input::CONTACT_NAME, LINE_MOST);
    let contact_email = form.email();
    let job_title = form.optional(input::JOB_TITLE, LINE_MOST);
    let whole = (domain, company, need, relationship, introduction, basis);
    let (
        Some(domain),
        Some(company),
        Some(need),
        Some(relationship),
        Some(introduction),
        Some(basis),
    ) = whole
    else {
        return Ok(Err(form.errors));
    };
    if !form.errors.is_empty() {
        return Ok(Err(form.errors));
    }
    Ok(Ok(Typed {
        domain,
        company,
        need,
        relationship,
        introduction,
        basis,
        contact_name,
        contact_email,
        job_title,
    }))
}

/// The registrable domain, or a sentence about the partner's own side of it. Whether anybody else
/// has the account is never said here.
async fn company(
    app: &App,
    form: &mut Reader<'_>,
    partner: &Partner,
) -> Result<Option<Domain>, StoreError> {
    let typed = form.raw(input::WEBSITE).unwrap_or_default();
    let domain = match website::company(app, partner, &typed) {
        Ok(domain) => domain,
        Err(Unfit { key, domain }) => {
            form.say(input::WEBSITE, key, &[("domain", Arg::Word(&domain))]);
            return Ok(None);
        }
    };
    let live = app.store.reader.live_on(domain.as_str()).await?;
    if let Some(own) = live.iter().find(|other| other.partner() == partner.id) {
        let number = own.number().to_string();
        // A form that is sent again gets its receipt again: it does not stand in its own way.
        if own.submission.form.to_string() != form.form_id {
            form.say(input::WEBSITE, "refer-website-already", &[("ref", Arg::Word(&number))]);
            return Ok(None);
        }
    }
    Ok(Some(domain))
}
