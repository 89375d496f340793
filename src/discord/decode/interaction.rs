//! Commands, presses, choices and sent forms.

use chrono::NaiveDate;

use super::{Answer, Found, Kind, person, place};
use crate::chat::foreign::Body;
use crate::chat::inbound::{Quote, Value, Values, What};
use crate::chat::view::Action;
use crate::chat::words::clean;
use crate::chat::{FormHandle, PersonRef};
use crate::discord::custom::{self, Modal, Pressed};

/// Types of interactions. Source: Discord, "Receiving and Responding".
const PING: u64 = 1;
const COMMAND: u64 = 2;
const COMPONENT: u64 = 3;
const AUTOCOMPLETE: u64 = 4;
const MODAL: u64 = 5;

/// Types of commands.
const SLASH: u64 = 1;
const ON_PERSON: u64 = 2;
const ON_MESSAGE: u64 = 3;

/// Types of components that are pressed or chosen in.
const BUTTON: u64 = 2;
const STRING_SELECT: u64 = 3;

const EPHEMERAL: u64 = 1 << 6;

/// Reads an interaction.
pub(super) fn read(body: Body<'_>, guild: &str) -> Found {
    let number = |at: &str| body.at(at).0.as_u64();
    let found = anything(body, guild);
    // A server that is not the vendor's has no say here, whoever took the bot there.
    if body.id("/guild_id").is_some_and(|id| id != guild) {
        let name = "foreign_server".to_owned();
        return Found { from: None, place: None, what: What::Unknown { name }, ..found };
    }
    match number("/type") {
        Some(PING) => Found { kind: Kind::Ping, ..found },
        Some(COMMAND) => command(body, found),
        Some(COMPONENT) => component(body, found),
        Some(AUTOCOMPLETE) => suggest(body, found),
        Some(MODAL) => submit(body, found, guild),
        Some(_) | None => found,
    }
}

/// What every interaction tells: who, where, and how it is answered.
fn anything(body: Body<'_>, guild: &str) -> Found {
    let user = body.id("/member/user/id").or_else(|| body.id("/user/id"));
    let (id, token) = (body.id("/id"), body.token("/token"));
    let answer = id.zip(token).zip(body.id("/application_id"));
    let answer = answer.map(|((interaction, token), application)| Answer {
        interaction: interaction.to_owned(),
        application: application.to_owned(),
        user: user.unwrap_or_default().to_owned(),
        token: token.to_owned(),
    });
    let in_server = body.id("/guild_id").is_some();
    let place = place(guild, body.at("/channel"), body.id("/channel_id")).filter(|_| in_server);
    Found {
        key: id.map_or_else(|| format!("interaction:{}", body.digest()), str::to_owned),
        kind: Kind::Other,
        from: person(guild, user),
        locale: body.text("/locale").map(str::to_owned),
        place,
        what: What::Unknown { name: "interaction".to_owned() },
        answer,
        modal: None,
        in_private: body.at("/message/flags").0.as_u64().is_some_and(|all| all & EPHEMERAL != 0),
        asks: None,
    }
}

fn command(body: Body<'_>, found: Found) -> Found {
    let data = body.at("/data");
    let found = Found { kind: Kind::Command, ..found };
    // Menu entries have names for people: spaces and capitals.
    let Some(name) = data.text("/name").filter(|name| name.chars().count() <= 32) else {
        return found;
    };
    let name = name.to_owned();
    let what = match data.at("/type").0.as_u64() {
        Some(SLASH) | None => What::Command { word: name.to_lowercase(), text: typed_behind(data) },
        Some(ON_MESSAGE) => What::Shortcut { name, message: Some(quote(body, data)) },
        Some(ON_PERSON) => What::Shortcut { name, message: called(data) },
        Some(_) => return found,
    };
    Found { what, ..found }
}

/// What was typed behind a command, as one text: the names of sub-commands and the values of
/// options, in the order in which they came.
fn typed_behind(data: Body<'_>) -> String {
    let mut words = Vec::new();
    collect(data, &mut words, 3);
    clean(&words.join(" "), false)
}

fn collect(at: Body<'_>, words: &mut Vec<String>, depth: usize) {
    /// A sub-command and a group of them.
    const NAMED: [u64; 2] = [1, 2];
    if depth == 0 {
        return;
    }
    for option in at.list("/options") {
        let named = option.at("/type").0.as_u64().is_some_and(|kind| NAMED.contains(&kind));
        match &option.at("/value").0 {
            serde_json::Value::String(text) => words.push(text.clone()),
            serde_json::Value::Number(number) => words.push(number.to_string()),
            serde_json::Value::Bool(yes) => words.push(yes.to_string()),
            _ if named => {
                words.extend(option.name("/name").map(str::to_owned));
                collect(option, words, depth - 1);
            }
            _ => {}
        }
    }
}

/// The message at which a menu entry was chosen. What we said ourselves says nothing new.
fn quote(body: Body<'_>, data: Body<'_>) -> Quote {
    let Some(id) = data.id("/target_id") else { return Quote { text: String::new(), link: None } };
    let message = data.at(&format!("/resolved/messages/{id}"));
    let ours = message.id("/author/id").is_some_and(|by| body.id("/application_id") == Some(by))
        || message.id("/application_id").is_some_and(|by| body.id("/application_id") == Some(by));
    let text = message.text("/content").filter(|_| !ours);
    let link = body.id("/guild_id").zip(body.id("/channel_id"));
    let link = link.map(|(guild, at)| format!("https://discord.com/channels/{guild}/{at}/{id}"));
    Quote { text: text.map(|text| clean(text, true)).unwrap_or_default(), link }
}

/// What the person at whom a menu entry was chosen calls themselves: text that they typed.
fn called(data: Body<'_>) -> Option<Quote> {
    let id = data.id("/target_id")?;
    let nick = data.at(&format!("/resolved/members/{id}"));
    let user = data.at(&format!("/resolved/users/{id}"));
    let name = nick.text("/nick").or_else(|| user.text("/global_name"));
    let name = name.or_else(|| user.text("/username")).map(|name| clean(name, false));
    Some(Quote { text: name.unwrap_or_default(), link: None })
}

/// A button, or a choice in a list.
fn component(body: Body<'_>, found: Found) -> Found {
    let found = Found { kind: Kind::Press, ..found };
    let id = body.text("/data/custom_id").unwrap_or_default();
    let (action, asks) = match body.at("/data/component_type").0.as_u64() {
        Some(BUTTON) => match custom::read_button(id) {
            Some(Pressed::Action(action)) => (action, None),
            Some(Pressed::Asks(action)) => {
                let asks = label_of(body, &action);
                (action, asks)
            }
            None => return found,
        },
        Some(STRING_SELECT) => match chosen(body, id) {
            Some(action) => (action, None),
            None => return found,
        },
        Some(_) | None => return found,
    };
    let message_id = body.id("/message/id").map(str::to_owned);
    Found { what: What::Pressed { action, message_id, form: None }, asks, ..found }
}

fn chosen(body: Body<'_>, id: &str) -> Option<Action> {
    custom::read_option(id, body.text("/data/values/0")?)
}

/// What a pressed button is called, from the message in which it stands. Nothing when the message does
/// not have that deed any more: it was drawn anew, and the press is answered from the state.
fn label_of(body: Body<'_>, pressed: &Action) -> Option<String> {
    let mut buttons = body.list("/message/components").flat_map(|row| row.list("/components"));
    let is_same = |button: &Body<'_>| {
        let drawn = button.text("/custom_id").and_then(custom::read_button);
        drawn.is_some_and(|drawn| match drawn {
            Pressed::Action(action) | Pressed::Asks(action) => {
                (&action.flow, &action.choice, &action.subject)
                    == (&pressed.flow, &pressed.choice, &pressed.subject)
            }
        })
    };
    let label = buttons.find(is_same)?.text("/label")?;
    Some(clean(label, false))
}

/// Typing into an option of a command, whose choices come from us.
fn suggest(body: Body<'_>, found: Found) -> Found {
    let found = Found { kind: Kind::Suggest, ..found };
    let data = body.at("/data");
    let focused = |option: &Body<'_>| option.at("/focused").0.as_bool() == Some(true);
    let deep = data.list("/options").flat_map(|option| option.list("/options"));
    let Some(option) = data.list("/options").chain(deep).find(focused) else { return found };
    let Some(field) = option.name("/name") else { return found };
    let typed = clean(option.text("/value").unwrap_or_default(), false);
    let (form_id, field) = (String::new(), field.to_owned());
    Found { what: What::Suggest { form_id, field, typed }, ..found }
}

/// A modal that was sent.
fn submit(body: Body<'_>, found: Found, guild: &str) -> Found {
    let found = Found { kind: Kind::Submit, ..found };
    let modal = body.text("/data/custom_id").and_then(Modal::read);
    let (Some(modal), Some(answer)) = (modal, found.answer.clone()) else { return found };
    let form: FormHandle = answer.handle();
    let (flow, form_id) = (modal.flow.clone(), modal.form_id.clone());
    let what = What::FormSent { flow, form_id, form, values: values(body, guild) };
    Found { what, modal: Some(modal), ..found }
}

/// What was typed and chosen: components below labels, and those in rows, as they were before.
fn values(body: Body<'_>, guild: &str) -> Values {
    let parts = body.list("/data/components");
    let inputs = parts.flat_map(|part| {
        let below = std::iter::once(part.at("/component")).filter(|below| !below.0.is_null());
        below.chain(part.list("/components"))
    });
    inputs
        .filter_map(|input| {
            let (kind, name) = custom::read_input(input.text("/custom_id")?)?;
            Some((name.to_owned(), value(input, kind, guild)?))
        })
        .collect()
}

/// One value, or nothing when the input was left empty.
fn value(input: Body<'_>, kind: custom::Kind, guild: &str) -> Option<Value> {
    let first = || input.text("/value").or_else(|| input.text("/values/0"));
    let text = |lines| {
        let typed = clean(first()?, lines);
        (!typed.is_empty()).then_some(Value::Text(typed))
    };
    match kind {
        custom::Kind::Line | custom::Kind::Choice => text(false),
        custom::Kind::Lines => text(true),
        custom::Kind::Several => {
            let ticked = input.list("/values").filter_map(|one| one.0.as_str());
            let values: Vec<String> = ticked.map(|one| clean(one, false)).collect();
            (!values.is_empty()).then_some(Value::Several(values))
        }
        custom::Kind::Person => chosen_person(input, guild).map(Value::Person),
        custom::Kind::Day => match day(&clean(first()?, false)) {
            Some(day) => Some(Value::Day(day)),
            // What is no day is said to be none by whoever asked for one.
            None => text(false),
        },
    }
}

fn chosen_person(input: Body<'_>, guild: &str) -> Option<PersonRef> {
    person(guild, input.id("/values/0"))
}

/// A day as it is asked for. Our calendar has more, with years of six digits and a sign.
fn day(text: &str) -> Option<NaiveDate> {
    text.parse().ok().filter(|day: &NaiveDate| day.to_string() == text && text.len() == 10)
}
