//! Presses, sent forms, closed forms.

use chrono::NaiveDate;

use super::typed::{is_long, quoted};
use super::{Found, Kind, OpenView, nothing_known, person, place, unknown_key};
use crate::chat::foreign::{Body, digest};
use crate::chat::inbound::{Quote, Value, Values, What};
use crate::chat::words::clean;
use crate::chat::{FormHandle, PersonRef, Place};
use crate::slack::action;

/// Reads an interaction payload.
pub(super) fn read(body: Body<'_>) -> Found {
    match body.text("/type") {
        Some("block_actions") => pressed(body),
        Some("view_submission") => sent(body),
        Some("view_closed") => closed(body),
        Some("block_suggestion") => suggested(body),
        Some("shortcut") => shortcut(body, None),
        Some("message_action") => shortcut(body, Some(quote(body))),
        _ => other(body, None),
    }
}

/// What every interaction tells: who and where. Without a key of its own the whole body has to
/// stand for it, and that is only worked out then.
fn other(body: Body<'_>, key: Option<String>) -> Found {
    let trigger = body.token("/trigger_id").map(str::to_owned);
    let name = body.name("/type").unwrap_or("interaction");
    Found {
        workspace: workspace(body).map(str::to_owned),
        from: who(body),
        place: where_(body),
        trigger,
        view: view(body),
        ..nothing_known(key.unwrap_or_else(|| unknown_key(body, name)), name)
    }
}

/// A button or a list, in a message or in a panel. Inputs tell their state with the form.
fn pressed(body: Body<'_>) -> Found {
    let found = Found { kind: Kind::Press, ..other(body, Some(press_key(body))) };
    let element = body.at("/actions/0");
    let id = element.text("/action_id").unwrap_or_default();
    let value = |at: &str| element.text(at).unwrap_or_default();
    let action = match element.text("/type") {
        Some("button") => action::read(id, value("/value")),
        Some("static_select") => action::read_option(id, value("/selected_option/value")),
        _ => None,
    };
    let Some(action) = action else { return found };
    let message_id = body.token("/container/message_ts").or_else(|| body.token("/message/ts"));
    let form = found.view.as_ref().map(|view| FormHandle(view.id.clone()));
    let private = body.at("/container/is_ephemeral").0.as_bool() == Some(true);
    let reply_to = body.text("/response_url").filter(|_| private).map(str::to_owned);
    Found {
        what: What::Pressed { action, message_id: message_id.map(str::to_owned), form },
        reply_to,
        ..found
    }
}

/// Typing into a list whose options come from us.
fn suggested(body: Body<'_>) -> Found {
    let found = Found { kind: Kind::Suggest, ..other(body, None) };
    let Some(field) = body.name("/action_id") else { return found };
    let form_id = body.text("/view/private_metadata").unwrap_or_default().to_owned();
    let typed = clean(body.text("/value").unwrap_or_default(), false);
    Found { what: What::Suggest { form_id, field: field.to_owned(), typed }, ..found }
}

/// An entry of Slack's own menus. Each use has a trigger of its own.
fn shortcut(body: Body<'_>, message: Option<Quote>) -> Found {
    let own = body.token("/trigger_id").map_or_else(|| body.digest(), str::to_owned);
    let found = other(body, Some(format!("shortcut:{own}")));
    let Some(name) = body.name("/callback_id") else { return found };
    Found { what: What::Shortcut { name: name.to_owned(), message }, ..found }
}

/// The message at which a shortcut was chosen. What we said ourselves says nothing new.
fn quote(body: Body<'_>) -> Quote {
    let ours = body.id("/message/app_id").is_some_and(|app| body.id("/api_app_id") == Some(app));
    let text = body.text("/message/text").filter(|_| !ours).map(quoted).unwrap_or_default();
    Quote { text, link: link(body) }
}

/// The address of that message, as Slack makes them. To ask for it would take a call while somebody
/// waits for the form, and the form is worth more.
fn link(body: Body<'_>) -> Option<String> {
    let domain = body.text("/team/domain")?;
    let known = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    let channel = body.id("/channel/id")?;
    let ts = body.token("/message_ts").or_else(|| body.token("/message/ts"))?;
    if domain.len() > 63 || !domain.bytes().all(known) {
        return None;
    }
    let thread = body.token("/message/thread_ts").filter(|thread| *thread != ts);
    let thread = thread.map(|thread| format!("?thread_ts={thread}&cid={channel}"));
    let at = ts.replace('.', "");
    let thread = thread.unwrap_or_default();
    Some(format!("https://{domain}.slack.com/archives/{channel}/p{at}{thread}"))
}

/// Equal for one press only: `action_ts` is the moment of the press.
fn press_key(body: Body<'_>) -> String {
    let stood_in = body
        .token("/container/message_ts")
        .or_else(|| body.token("/message/ts"))
        .or_else(|| body.id("/view/id"))
        .or_else(|| body.id("/container/view_id"));
    let (Some(user), Some(stood_in), Some(moment)) =
        (body.id("/user/id"), stood_in, body.token("/actions/0/action_ts"))
    else {
        return format!("press:{}", body.digest());
    };
    let team = body.id("/user/team_id").or_else(|| body.id("/team/id")).unwrap_or("-");
    let id = body.text("/actions/0/action_id").unwrap_or_default();
    // Ours are short and plain; a stranger's may be anything, and no database takes all of that.
    let ours = id.len() <= 80 && id.bytes().all(|b| b.is_ascii_graphic());
    let id = if ours { id.to_owned() } else { digest(id) };
    format!("press:{team}:{user}:{stood_in}:{id}:{moment}")
}

/// A form sent off. Slack gives no id to a submit, and a corrected second one comes from the same
/// view; but each submit has a trigger of its own, which an exact copy of the delivery shares.
/// Without one, what was typed stands in for it.
fn sent(body: Body<'_>) -> Found {
    let view = body.id("/view/id");
    let own = view.zip(body.token("/trigger_id")).map(|(view, own)| format!("submit:{view}:{own}"));
    let by_trigger = own.is_some();
    let found = Found { kind: Kind::Submit, ..other(body, own) };
    let (Some(view), Some(flow)) = (found.view.clone(), body.name("/view/callback_id")) else {
        return found;
    };
    let form_id = body.text("/view/private_metadata").unwrap_or_default().to_owned();
    let values = values(body.at("/view"), found.workspace.as_deref());
    let key = if by_trigger {
        found.key
    } else {
        let typed = serde_json::json!([flow, form_id, values]).to_string();
        format!("submit:{}:{}", view.id, digest(&typed))
    };
    let form = FormHandle(view.id);
    let what = What::FormSent { flow: flow.to_owned(), form_id, form, values };
    Found { key, what, ..found }
}

/// A form closed without sending.
fn closed(body: Body<'_>) -> Found {
    let form_id = body.text("/view/private_metadata").unwrap_or_default().to_owned();
    let key = body.id("/view/id").map(|view| format!("closed:{view}:{}", digest(&form_id)));
    let found = other(body, key);
    let (Some(_), Some(flow)) = (&found.view, body.name("/view/callback_id")) else {
        return found;
    };
    Found { what: What::FormClosed { flow: flow.to_owned(), form_id }, ..found }
}

/// The workspace whose installation received it. In a modal opened from a shared channel `team`
/// is the person's workspace, so the view's own field comes first; for a press in a message `team`
/// is documented as the installing workspace (slack.md §3, design consequence 2).
fn workspace(body: Body<'_>) -> Option<&str> {
    body.id("/view/app_installed_team_id")
        .or_else(|| body.id("/team/id"))
        .or_else(|| body.id("/user/team_id"))
}

/// The person by their own workspace; never by `team`, which may be the vendor's.
fn who(body: Body<'_>) -> Option<PersonRef> {
    person(body.id("/user/team_id"), body.id("/user/id"))
}

/// The channel it was done in, and the thread when the button stood in a reply.
fn where_(body: Body<'_>) -> Option<Place> {
    let channel = body.id("/channel/id").or_else(|| body.id("/container/channel_id"));
    let message = body.token("/container/message_ts").or_else(|| body.token("/message/ts"));
    let thread = body.token("/container/thread_ts").or_else(|| body.token("/message/thread_ts"));
    // A root message names itself as its thread; who pressed there looks at the channel.
    place(workspace(body), channel, thread.filter(|thread| Some(*thread) != message))
}

/// The modal. A Home is none: what is opened from there stands over it.
fn view(body: Body<'_>) -> Option<OpenView> {
    if body.text("/view/type") == Some("home") {
        return None;
    }
    let id = body.id("/view/id").or_else(|| body.id("/container/view_id"))?;
    let blocks = body.list("/view/blocks");
    let inputs = blocks.filter(|block| block.text("/type") == Some("input"));
    Some(OpenView {
        id: id.to_owned(),
        title: body.text("/view/title/text").unwrap_or_default().to_owned(),
        close: body.text("/view/close/text").unwrap_or_default().to_owned(),
        inputs: inputs.filter_map(|block| Some(block.text("/block_id")?.to_owned())).collect(),
    })
}

/// What was typed and chosen. One element stands in each block; its block is the field.
fn values(view: Body<'_>, workspace: Option<&str>) -> Values {
    let blocks = view.at("/state/values").0.as_object().into_iter().flatten();
    let elements = blocks.filter_map(|(name, block)| Some((name, block.as_object()?)));
    elements
        .filter_map(|(name, block)| {
            let element = Body(block.values().next()?);
            Some((name.clone(), value(element, workspace, is_long(view, name))?))
        })
        .collect()
}

/// One value, or nothing when the input was left empty. A person is named by user id alone; the
/// list offers people of the installation's workspace, so that is taken as theirs until a flow
/// asks for the profile.
fn value(element: Body<'_>, workspace: Option<&str>, long: bool) -> Option<Value> {
    match element.text("/type")? {
        "users_select" => person(workspace, element.id("/selected_user")).map(Value::Person),
        "checkboxes" => {
            let ticked = element.list("/selected_options");
            let values = ticked.filter_map(|option| option.text("/value"));
            let values: Vec<String> = values.map(|value| clean(value, false)).collect();
            let some = values.into_iter().filter(|value| !value.is_empty()).collect::<Vec<_>>();
            Some(some).filter(|some| !some.is_empty()).map(Value::Several)
        }
        "datepicker" => day(element.text("/selected_date")?).map(Value::Day),
        _ => {
            let text = element.text("/value").or_else(|| element.text("/selected_option/value"))?;
            Some(clean(text, long)).filter(|text| !text.is_empty()).map(Value::Text)
        }
    }
}

/// A day as Slack writes it. Our calendar has more, with years of six digits and a sign, which
/// nobody can choose and which sort otherwise.
fn day(text: &str) -> Option<NaiveDate> {
    text.parse().ok().filter(|day: &NaiveDate| day.to_string() == text && text.len() == 10)
}
