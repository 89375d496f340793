//! Which flow a delivery is for, and what its answer looks like where it was asked.

use crate::app::App;
use crate::app::execute::{Aside, Outcome};
use crate::chat::inbound::{Inbound, Reply, Values, What};
use crate::chat::view::{Action, Message, Panel};
use crate::flows::actor::{self, Actor};
use crate::flows::{self, Flow, Opened, Opening, Sent};
use crate::store::StoreError;
use crate::store::rows::FormRow;
use crate::views::{self, channel, note, refusals};

pub(super) async fn dispatch(app: &App, inbound: &Inbound) -> Result<Reply, StoreError> {
    if let Some(reply) = flows::install::hold_back(app, inbound).await? {
        return Ok(reply);
    }
    match &inbound.what {
        What::Command { word, text } => match flows::of_command(app.texts.names(), word, text) {
            Some((flow, text)) => open(app, inbound, flow, None, text).await,
            None => kept(app, inbound, "unknown_command").await,
        },
        What::Pressed { action, .. } => match flows::find(&action.flow) {
            Some(flow) => open(app, inbound, flow, Some(action), "").await,
            None => refuse_press(app, inbound).await,
        },
        What::FormSent { flow, form_id, values, .. } => {
            send_off(app, inbound, (flow, form_id), values).await
        }
        What::FormClosed { .. } => kept(app, inbound, "closed").await,
        What::Shortcut { name, .. } => match flows::of_shortcut(name) {
            Some(flow) => open(app, inbound, flow, None, "").await,
            None => kept(app, inbound, "unknown_shortcut").await,
        },
        What::Suggest { form_id, field, typed } => {
            suggest(app, inbound, (form_id, field), typed).await
        }
        What::Mentioned { text } => flows::mention::hear(app, inbound, text).await,
        What::Direct => flows::mention::alone(app, inbound).await,
        What::Channel(news) => flows::news::take(app, inbound, news).await,
        What::Uninstalled { code } => flows::news::uninstalled(app, inbound, code).await,
        What::Installed => flows::news::installed(app, inbound).await,
        What::Unknown { .. } => kept(app, inbound, "unknown").await,
    }
}

/// Kept as it came, and answered with nothing.
async fn kept(app: &App, inbound: &Inbound, result: &'static str) -> Result<Reply, StoreError> {
    app.record(inbound, Reply::Nothing, result, Aside::default()).await?;
    Ok(Reply::Nothing)
}

async fn refuse_press(app: &App, inbound: &Inbound) -> Result<Reply, StoreError> {
    let reply = Reply::Private(note(refusals::forged(&app.voice())));
    app.record(inbound, reply.clone(), "forged", Aside::default()).await?;
    Ok(reply)
}

/// A press or command that opens a form, or is told why not. A copy of it does and says nothing: the
/// first has been answered.
async fn open(
    app: &App,
    inbound: &Inbound,
    flow: &Flow,
    action: Option<&Action>,
    text: &str,
) -> Result<Reply, StoreError> {
    let place = inbound.place.as_ref().map(actor::channel_id);
    let before = app.store.reader.received(&inbound.key);
    let (before, actor) = tokio::try_join!(before, actor::identify(app, inbound, place))?;
    if before.is_some() {
        return Ok(Reply::Nothing);
    }
    let Some(actor) = actor else {
        return kept(app, inbound, "nobody").await;
    };
    let opening = Opening { inbound, actor: &actor, action, text };
    let opened = match actor.channel.as_ref().filter(|channel| channel.is_open()) {
        Some(channel) if !flows::sets_up(flow) => {
            Opened::instead(channel::open(&app.voice(), channel), "not_set_up")
        }
        _ => (flow.form)(app, opening).await?,
    };
    let secret = matches!(opened, Opened::Secret(_));
    let (reply, result, aside) = match opened {
        Opened::Form { form, row, if_late, redraw } => {
            let aside = Aside { opened: Some(row), say: redraw, ..Aside::default() };
            (Reply::Form { form, if_late }, "form", aside)
        }
        // Decided and recorded already, with this answer.
        Opened::Done(reply) => return Ok(where_they_look(app, inbound, reply)),
        Opened::Shown(message) | Opened::Secret(message) => {
            (where_they_look(app, inbound, Reply::Private(message)), "shown", Aside::default())
        }
        Opened::Listed { page, turned } => {
            (listed(&inbound.what, page, turned), "shown", Aside::default())
        }
        Opened::Explained { page, asked } => {
            (listed(&inbound.what, page, false), "shown", Aside { asked, ..Aside::default() })
        }
        Opened::Instead { message, result, redraw } => {
            metrics::counter!("vouch_refusals_total", "reason" => result).increment(1);
            let reply = where_they_look(app, inbound, Reply::Private(message));
            (reply, result, Aside { say: redraw, ..Aside::default() })
        }
    };
    // A copy of a press gets no second form, so the form itself need not be kept; a secret must not.
    let answer = match &reply {
        Reply::Form { .. } => Reply::Nothing,
        _ if secret => Reply::Nothing,
        other => other.clone(),
    };
    match app.record(inbound, answer, result, aside).await? {
        Outcome::Answered(_) => Ok(reply),
        Outcome::Repeated(answer) => Ok(answer),
        Outcome::Refused(_) => Ok(Reply::Nothing),
    }
}

/// What is said to somebody alone who pressed on their Home or used a shortcut, where there is no
/// channel to say it in: over what they look at, instead of in a message that they would look for.
fn where_they_look(app: &App, inbound: &Inbound, reply: Reply) -> Reply {
    match reply {
        Reply::Private(message) if is_nowhere(&inbound.what) => {
            let voice = app.voice();
            Reply::Panel(views::panel(&voice, voice.words("home-title", &[]), message.parts))
        }
        other => other,
    }
}

/// Whether it was done neither in a message nor in a form.
const fn is_nowhere(what: &What) -> bool {
    matches!(what, What::Pressed { form: None, message_id: None, .. } | What::Shortcut { .. })
}

/// A page of a list, where the one who asked looks.
fn listed(what: &What, page: Panel, turned: bool) -> Reply {
    if is_nowhere(what) || matches!(what, What::Pressed { form: Some(_), .. }) {
        return Reply::Panel(page);
    }
    let message = Message { parts: page.parts };
    if turned { Reply::Replace(message) } else { Reply::Private(message) }
}

/// An open form, if it is one of ours, and who acts in it, if somebody does.
async fn in_form(
    app: &App,
    inbound: &Inbound,
    form_id: &str,
) -> Result<Option<(FormRow, Actor)>, StoreError> {
    let row = match form_id.parse() {
        Ok(id) => app.store.reader.form(&id).await?,
        Err(_) => None,
    };
    // A form has no place of its own: it belongs to where it was opened.
    let place = row.as_ref().and_then(|row| row.channel.clone());
    Ok(row.zip(actor::identify(app, inbound, place).await?))
}

/// What a field of an open form offers for what was typed so far. Each keystroke is answered by
/// itself, so that it does not matter in which order they come.
async fn suggest(
    app: &App,
    inbound: &Inbound,
    (form_id, field): (&str, &str),
    typed: &str,
) -> Result<Reply, StoreError> {
    if form_id.is_empty() {
        return behind_a_command(app, inbound, field, typed).await;
    }
    let Some((row, actor)) = in_form(app, inbound, form_id).await? else {
        return Ok(Reply::Choices(Vec::new()));
    };
    let own = row.identity == actor.person.to_string() && field == flows::open::FIELD;
    Ok(Reply::Choices(match own {
        true => flows::open::suggest(app, &actor, typed).await?,
        false => Vec::new(),
    }))
}

/// What a command offers while what stands behind it is typed. What is taken of it in the end is
/// looked up again, like anything that was typed.
async fn behind_a_command(
    app: &App,
    inbound: &Inbound,
    takes: &str,
    typed: &str,
) -> Result<Reply, StoreError> {
    let place = inbound.place.as_ref().map(actor::channel_id);
    let actor = actor::identify(app, inbound, place).await?;
    let asked = actor.filter(|_| takes == flows::open::NUMBER);
    Ok(Reply::Choices(match asked {
        Some(actor) => flows::open::numbers(app, &actor, typed).await?,
        None => Vec::new(),
    }))
}

/// A form that came back: it must be one of ours, opened by the person who sends it.
async fn send_off(
    app: &App,
    inbound: &Inbound,
    (flow, form_id): (&str, &str),
    values: &Values,
) -> Result<Reply, StoreError> {
    let Some((row, actor)) = in_form(app, inbound, form_id).await? else {
        return refuse_form(app, inbound).await;
    };
    let flow = flows::find(&row.flow).filter(|_| row.flow == flow);
    let (Some(flow), true) = (flow, row.identity == actor.person.to_string()) else {
        return refuse_form(app, inbound).await;
    };
    let sent = Sent { inbound, actor: &actor, form: row, values };
    (flow.act)(app, sent).await
}

async fn refuse_form(app: &App, inbound: &Inbound) -> Result<Reply, StoreError> {
    let voice = app.voice();
    let reply = Reply::KeepForm(refusals::forged(&voice).words());
    app.record(inbound, reply.clone(), "forged", Aside::default()).await?;
    Ok(reply)
}
