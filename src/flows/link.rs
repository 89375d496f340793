//! *Link a channel*: an admin or partner manager says what a channel is for.
//!
//! With a code behind it the command takes somebody in instead: see [`super::pairing`].
//!
//! A channel that nobody has set up is linked by one press, or by the form where a partner has to be
//! named. One that is linked already is linked to something else only after a preview.

use std::time::Duration;

use super::actor::{self, Actor};
use super::{
    By, Command, FieldErrors, Flow, Opened, Opening, Sent, Slash, Subject, chosen, forged_form,
    in_place, misfit, pairing, record_with, reply_to, unclear,
};
use crate::app::code::Code;
use crate::app::execute::{Aside, Link, Outcome, Use};
use crate::app::{App, new_form_id};
use crate::chat::inbound::{Inbound, Reply, text_in};
use crate::chat::view::Line;
use crate::chat::{Place, PlatformName, Room, SendError};
use crate::domain::actor::{Person, Role};
use crate::domain::partner::{Audience, Channel, Partner, may_link};
use crate::store::{StoreError, queries};
use crate::text::Arg;
use crate::views::channel::{self as words, input};
use crate::views::{note, refusals};

pub const FLOW: Flow = Flow {
    name: "link",
    commands: &[COMMAND],
    form: |app, opening| Box::pin(form(app, opening)),
    act: |app, sent| Box::pin(act(app, sent)),
};

/// The word behind which a code is typed.
pub const WORD: &str = "link";

/// Whoever has a code types it here, and need be nobody yet.
pub(super) const COMMAND: Command = Command {
    word: WORD,
    takes: Some("code"),
    slash: Slash::OnRequest,
    by: By { members: true, roles: &[Role::Admin, Role::PartnerManager] },
};

/// Above whatever stands where a form about a channel stood.
pub(super) const TITLE: &str = "setup-link-title";

/// How long the platform may take to say who is in a channel; the whole answer has 2.5 s.
const WHO_IS_THERE: Duration = Duration::from_millis(1_500);

/// The button under the word that a channel is dead: nothing to fill in, only what to do.
const ANOTHER: &str = "another";

async fn form(app: &App, opening: Opening<'_>) -> Result<Opened, StoreError> {
    let voice = app.voice();
    if opening.action.is_none() {
        let (typed, links) = (opening.text.trim(), opening.actor.is(may_link));
        if Code::typed(typed).is_some() || (!links && !typed.is_empty()) {
            return pairing::enter(app, &opening).await;
        }
        if !opening.actor.is(Person::is_vendor) {
            let typed = [("command", Arg::Word(&COMMAND.typed(app.texts.names())))];
            return Ok(Opened::instead(voice.line("pairing-how", &typed), "no_code"));
        }
    }
    if let Err(line) = may(app, opening.inbound, opening.actor).await? {
        return Ok(Opened::instead(line, "no_role"));
    }
    if opening.action.is_some_and(|action| action.choice == ANOTHER) {
        return Ok(Opened::Shown(note(voice.line("setup-another", &[]))));
    }
    let Some(id) = meant(app, &opening).await? else {
        return Ok(Opened::forged(&voice, "no_channel"));
    };
    let channel = app.store.reader.channel(&id).await?;
    // What a button of the question says.
    let wanted = opening.action.and_then(|action| action.choice.parse::<Audience>().ok());
    let open = channel.as_ref().is_none_or(Channel::is_open);
    if let Some(audience) = wanted.filter(|wanted| open && *wanted != Audience::Partner) {
        return at_once(app, opening.inbound, &id, Use { audience, partner: None }).await;
    }
    let partners = queries::partners(&app.store.db).await?;
    let now = channel.as_ref().and_then(|channel| channel.partner);
    let partner = partners.iter().find(|partner| Some(partner.id) == now);
    let audience = channel.as_ref().and_then(|channel| channel.audience);
    let preset = (wanted.or(audience), partner);
    let subject =
        Subject { id: &id, version: channel.as_ref().map_or(0, |channel| channel.version) };
    let offered: Vec<Partner> =
        partners.iter().filter(|one| one.merged_into.is_none()).cloned().collect();
    let draw = |form: &_| words::link(&voice, form, &offered, preset);
    Ok(opening.opens(&voice, FLOW.name, subject, draw))
}

/// Whether the actor may say what channels are for, or the sentence that says who may.
pub(super) async fn may(
    app: &App,
    inbound: &Inbound,
    actor: &Actor,
) -> Result<Result<(), Line>, StoreError> {
    let voice = app.voice();
    if actor.is(may_link) {
        return Ok(Ok(()));
    }
    // Of how the vendor is staffed nobody else's people learn anything.
    if app.home(inbound.platform).await?.as_deref() != Some(&actor.person.workspace) {
        return Ok(Err(refusals::forged(&voice)));
    }
    let vacant = !queries::everybody(&app.store.db).await?.iter().any(may_link);
    Ok(Err(words::no_role(&voice, vacant)))
}

/// The channel it is about: the one that the button names, or the one it was typed in.
pub(super) async fn meant(app: &App, opening: &Opening<'_>) -> Result<Option<String>, StoreError> {
    let named = opening.action.map(|action| action.subject.clone());
    let named = named.filter(|id| is_channel(id));
    match named.or_else(|| opening.inbound.place.as_ref().map(actor::channel_id)) {
        Some(id) => id_now(app, &id).await.map(Some),
        None => Ok(None),
    }
}

/// The id that a channel has now: a button or a form may name one that it had before.
pub(super) async fn id_now(app: &App, id: &str) -> Result<String, StoreError> {
    let channel = app.store.reader.channel(id).await?;
    Ok(channel.map_or_else(|| id.to_owned(), |channel| channel.id))
}

/// Whether it looks like the id of a channel: `platform:channel`.
fn is_channel(id: &str) -> bool {
    id.split_once(':').is_some_and(|(platform, _)| platform.parse::<PlatformName>().is_ok())
}

/// Links a channel that nobody had set up, by a press alone.
async fn at_once(app: &App, inbound: &Inbound, id: &str, to: Use) -> Result<Opened, StoreError> {
    let (workspace, room) = match look(app, inbound.platform, id).await? {
        Ok(seen) => seen,
        Err(line) => return Ok(Opened::instead(line, "not_seen")),
    };
    let link = Link { channel: id.to_owned(), workspace, to, room, previewed: None };
    Ok(match app.link_channel(inbound, link).await? {
        Outcome::Answered(reply) | Outcome::Repeated(reply) => Opened::Done(reply),
        Outcome::Refused(_) => Opened::forged(&app.voice(), "outsider"),
    })
}

/// The vendor's workspace and what the platform says of the channel now, or the sentence that says
/// why the channel cannot be linked. What was seen when the app came in may be old.
async fn look(
    app: &App,
    platform: PlatformName,
    id: &str,
) -> Result<Result<(String, Room), Line>, StoreError> {
    let voice = app.voice();
    let (home, channel) = (app.home(platform).await?, id.split_once(':'));
    let (Some(home), Some((_, channel))) = (home, channel) else {
        return Ok(Err(refusals::forged(&voice)));
    };
    let place =
        Place { platform, workspace: home.clone(), channel: channel.to_owned(), thread: None };
    let told = tokio::time::timeout(WHO_IS_THERE, app.people.room(&place)).await;
    Ok(match told {
        Ok(Ok(room)) if room.member => Ok((format!("{platform}:{home}"), room)),
        Ok(Ok(_) | Err(SendError::ChannelDead { .. })) => Err(voice.line("setup-not-there", &[])),
        Ok(Err(_)) | Err(_) => Err(voice.line("setup-not-seen", &[])),
    })
}

async fn act(app: &App, sent: Sent<'_>) -> Result<Reply, StoreError> {
    let voice = app.voice();
    if let Err(line) = may(app, sent.inbound, sent.actor).await? {
        return in_place(app, &sent, TITLE, line, "no_role").await;
    }
    let subject = FormSubject::read(&sent.form.subject);
    let id = id_now(app, subject.channel).await?;
    let channel = app.store.reader.channel(&id).await?;
    let to = match subject.confirmed {
        Some(to) => to,
        None => match read(app, &sent).await? {
            Ok(to) => to,
            Err(errors) => return unclear(app, sent.inbound, errors).await,
        },
    };
    let linked = channel.filter(|channel| !channel.is_open());
    if let Some(channel) = &linked {
        let now = channel.audience.map(|audience| Use { audience, partner: channel.partner });
        if now == Some(to) {
            let name = [("channel", Arg::Text(channel.shown()))];
            return in_place(app, &sent, TITLE, voice.line("setup-same", &name), "same").await;
        }
        if subject.confirmed.is_none() {
            return preview(app, &sent, channel, to).await;
        }
    }
    let (workspace, room) = match look(app, sent.inbound.platform, &id).await? {
        Ok(seen) => seen,
        // Not recorded: the same form, sent again, is decided then.
        Err(line) => return Ok(Reply::KeepForm(line.words())),
    };
    let previewed = subject.confirmed.is_some().then_some(sent.form.seen_version);
    let link = Link { channel: id, workspace, to, room, previewed };
    let outcome = app.link_channel(sent.inbound, link).await?;
    reply_to(app, sent.inbound, outcome, async |_| Ok(forged_form(&app.voice()))).await
}

/// What the change would mean, to be sent off once more.
async fn preview(
    app: &App,
    sent: &Sent<'_>,
    channel: &Channel,
    to: Use,
) -> Result<Reply, StoreError> {
    let partners = queries::partners(&app.store.db).await?;
    let find = |id| partners.iter().find(|partner| Some(partner.id) == id);
    let id = new_form_id();
    let then = (to.audience, find(to.partner));
    let form = words::preview(&app.voice(), &id, channel, (find(channel.partner), then));
    let mut row = sent.form.clone();
    row.form_id = id.to_string();
    row.subject = FormSubject { channel: &channel.id, confirmed: Some(to) }.write();
    row.seen_version = channel.version;
    row.opened_us = sent.inbound.received.timestamp_micros();
    let if_late = refusals::form_expired(&app.voice(), None);
    let reply = Reply::Form { form: Box::new(form), if_late };
    let aside = Aside { opened: Some(row), ..Aside::default() };
    record_with(app, sent.inbound, reply, "preview", aside).await
}

/// What a form of this flow is about: a channel, and behind a preview what was previewed.
struct FormSubject<'a> {
    channel: &'a str,
    confirmed: Option<Use>,
}

impl<'a> FormSubject<'a> {
    fn write(&self) -> String {
        let Some(to) = self.confirmed else { return self.channel.to_owned() };
        let partner = to.partner.map(|partner| partner.to_string()).unwrap_or_default();
        format!("{} {} {partner}", self.channel, to.audience)
    }

    fn read(text: &'a str) -> Self {
        let mut words = text.split(' ');
        let channel = words.next().unwrap_or_default();
        let audience = words.next().and_then(|word| word.parse().ok());
        let partner = words.next().and_then(|word| word.parse().ok());
        Self { channel, confirmed: audience.map(|audience| Use { audience, partner }) }
    }
}

/// Reads the inputs.
async fn read(app: &App, sent: &Sent<'_>) -> Result<Result<Use, FieldErrors>, StoreError> {
    let voice = app.voice();
    let misfit = |field: &str, key: &str| Err(misfit(&voice, field, key));
    let Some(audience) = chosen(sent.values, input::FOR) else {
        return Ok(misfit(input::FOR, "setup-for-missing"));
    };
    if audience != Audience::Partner {
        return Ok(Ok(Use { audience, partner: None }));
    }
    let partners = queries::partners(&app.store.db).await?;
    if partners.is_empty() {
        return Ok(misfit(input::FOR, "setup-partner-none"));
    }
    let meant = |partner: &&Partner| {
        text_in(sent.values, input::PARTNER).is_some_and(|typed| {
            typed.eq_ignore_ascii_case(&partner.code.to_string())
                || typed.to_lowercase() == partner.name.to_lowercase()
        })
    };
    // A name that two had leads to the one that goes on.
    let goes_on = |partner: &&Partner| partner.merged_into.is_none() && meant(partner);
    Ok(match partners.iter().find(goes_on).or_else(|| partners.iter().find(meant)) {
        Some(partner) => Ok(Use { audience, partner: Some(partner.id) }),
        None => misfit(input::PARTNER, "setup-partner-missing"),
    })
}
