//! What becomes of Slack's deliveries: the samples of others, the shapes that break typed models,
//! and what a stranger could send.

mod connect;
mod events;

use serde_json::json;

use super::*;
use crate::chat::FormHandle;
use crate::chat::inbound;
use crate::chat::view::Action;

fn read(raw: &str) -> Delivery {
    delivery(raw, "2026-03-10T15:00:00Z".parse().unwrap())
}

/// A payload as Socket Mode brings it.
fn frame(kind: &str, payload: &Value) -> Delivery {
    let frame = json!({
        "envelope_id": "e-1",
        "type": kind,
        "payload": payload,
        "accepts_response_payload": true,
    });
    read(&frame.to_string())
}

/// A payload as HTTP brings it.
fn form(fields: &[(&str, &str)]) -> Delivery {
    let mut body = form_urlencoded::Serializer::new(String::new());
    read(&body.extend_pairs(fields).finish())
}

fn interactive(payload: &Value) -> Delivery {
    let by_socket = frame("interactive", payload);
    let by_http = form(&[("payload", &payload.to_string())]);
    assert_eq!(by_socket.inbound.what, by_http.inbound.what);
    assert_eq!(by_socket.inbound.key, by_http.inbound.key, "a key must not depend on the way");
    by_socket
}

/// A press in a message of the vendor's workspace TV by one of its people.
fn press() -> Value {
    json!({
        "type": "block_actions",
        "team": { "id": "TV", "domain": "vendor" },
        "user": { "id": "U1", "team_id": "TV", "username": "ada" },
        "api_app_id": "A1",
        "trigger_id": "1.2.ab",
        "channel": { "id": "C1", "name": "sales" },
        "container": { "type": "message", "message_ts": "100.1", "channel_id": "C1" },
        "message": { "type": "message", "ts": "100.1", "text": "…" },
        "actions": [{
            "type": "button",
            "action_id": "review:approve",
            "block_id": "b",
            "value": "v1:review:approve:NOR-12:3",
            "action_ts": "200.1",
        }],
    })
}

#[test]
fn a_choice_in_a_list_is_a_press_and_only_a_private_message_can_be_replaced() {
    let mut chosen = press();
    chosen["response_url"] = json!("https://hooks.slack.com/actions/1");
    chosen["container"]["is_ephemeral"] = json!(true);
    chosen["actions"][0] = json!({
        "type": "static_select",
        "action_id": "track:filter",
        "selected_option": { "value": "v1:track:open::0", "text": { "text": "Open" } },
        "action_ts": "200.1",
    });
    let delivery = frame("interactive", &chosen);
    let What::Pressed { action, .. } = &delivery.inbound.what else { panic!("no press") };
    assert_eq!((action.flow.as_str(), action.choice.as_str()), ("track", "open"));
    assert_eq!(delivery.reply_to.as_deref(), Some("https://hooks.slack.com/actions/1"));
    chosen["container"]["is_ephemeral"] = json!(false);
    assert_eq!(frame("interactive", &chosen).reply_to, None);
}

/// A form with one of each input, sent by a person of the vendor's workspace.
fn submission() -> Value {
    let block = |id: &str, multiline: bool| json!({ "type": "input", "block_id": id, "element": { "multiline": multiline } });
    json!({
        "type": "view_submission",
        "team": { "id": "TV" },
        "user": { "id": "U1", "team_id": "TV" },
        "trigger_id": "1.2.ab",
        "view": {
            "id": "V1",
            "callback_id": "refer",
            "private_metadata": "f-1",
            "title": { "type": "plain_text", "text": "Refer a customer" },
            "close": { "type": "plain_text", "text": "Cancel" },
            "app_installed_team_id": "TV",
            "blocks": [
                { "type": "rich_text", "block_id": "intro" },
                block("website", false),
                block("need", true),
            ],
            "state": { "values": {
                "website": { "website": { "type": "plain_text_input", "value": " acme.\u{0}example\n" } },
                "need": { "need": { "type": "plain_text_input", "value": "one\r\ntwo &amp; <b>" } },
                "empty": { "empty": { "type": "plain_text_input", "value": null } },
                "blank": { "blank": { "type": "plain_text_input", "value": " \n " } },
                "relation": { "relation": {
                    "type": "radio_buttons",
                    "selected_option": { "text": { "text": "Client" }, "value": "client" },
                } },
                "unchosen": { "unchosen": { "type": "static_select", "selected_option": null } },
                "owner": { "owner": { "type": "users_select", "selected_user": "U2" } },
                "day": { "day": { "type": "datepicker", "selected_date": "2026-03-31" } },
                "no_day": { "no_day": { "type": "datepicker", "selected_date": "2026-02-31" } },
            } },
        },
    })
}

fn command_fields<'a>() -> Vec<(&'a str, &'a str)> {
    vec![
        ("team_id", "TV"),
        ("channel_id", "C1"),
        ("user_id", "U1"),
        ("command", "/refer"),
        ("text", "<https://acme.example|acme.example> &amp; more"),
        ("trigger_id", "1.2.ab"),
    ]
}

#[test]
fn a_press_is_read() {
    let delivery = interactive(&press());
    let Inbound { key, workspace, from, place, what, .. } = delivery.inbound;
    let action = Action {
        flow: "review".into(),
        choice: "approve".into(),
        subject: "NOR-12".into(),
        seen_version: 3,
    };
    assert_eq!(what, What::Pressed { action, message_id: Some("100.1".into()), form: None });
    assert_eq!(key, "press:TV:U1:100.1:review:approve:200.1");
    assert_eq!((workspace.as_str(), from), ("TV", Some(PersonRef::slack("TV", "U1"))));
    let place = place.unwrap();
    assert_eq!((place.channel.as_str(), place.thread), ("C1", None));
    assert_eq!(delivery.trigger.as_deref(), Some("1.2.ab"));
    assert_eq!((delivery.kind, delivery.view), (Kind::Press, None));
}

#[test]
fn a_press_in_a_thread_stays_in_the_thread() {
    #[rustfmt::skip]
    let table = [
        // thread_ts of the message   thread of the place
        (None,                        None),
        (Some("99.1"),                Some("99.1")),
        (Some("100.1"),               None), // the root itself
    ];
    for (thread_ts, thread) in table {
        let mut press = press();
        press["message"]["thread_ts"] = json!(thread_ts);
        assert_eq!(interactive(&press).inbound.place.unwrap().thread.as_deref(), thread);
    }
}

#[test]
fn a_press_in_a_modal_names_the_modal() {
    let mut press = press();
    press["container"] = json!({ "type": "view", "view_id": "V1" });
    press["view"] = submission()["view"].clone();
    for gone in ["message", "channel"] {
        press[gone] = Value::Null;
    }
    let delivery = interactive(&press);
    let What::Pressed { form, message_id, .. } = delivery.inbound.what else { panic!() };
    assert_eq!((form, message_id), (Some(FormHandle("V1".into())), None));
    assert_eq!(delivery.inbound.place, None);
    assert_eq!(delivery.inbound.key, "press:TV:U1:V1:review:approve:200.1");
    assert_eq!(delivery.view.unwrap().inputs, ["website", "need"]);
}

#[test]
fn a_sent_form_is_read() {
    let delivery = interactive(&submission());
    let What::FormSent { flow, form_id, form, values } = delivery.inbound.what else { panic!() };
    assert_eq!((flow.as_str(), form_id.as_str(), form.0.as_str()), ("refer", "f-1", "V1"));
    let text = |text: &str| inbound::Value::Text(text.into());
    let wanted = [
        ("day", inbound::Value::Day("2026-03-31".parse().unwrap())),
        ("need", text("one\ntwo &amp; <b>")),
        ("owner", inbound::Value::Person(PersonRef::slack("TV", "U2"))),
        ("relation", text("client")),
        ("website", text("acme.example")),
    ];
    assert_eq!(values, wanted.map(|(name, value)| (name.to_owned(), value)).into());
    let view = delivery.view.unwrap();
    assert_eq!((view.title.as_str(), view.close.as_str()), ("Refer a customer", "Cancel"));
    assert_eq!(view.inputs, ["website", "need"]);
}

#[test]
fn a_copy_of_a_submit_is_the_same_and_another_press_is_not() {
    let first = interactive(&submission()).inbound.key;
    assert_eq!(interactive(&submission()).inbound.key, first);
    let mut pressed_again = submission();
    pressed_again["trigger_id"] = json!("9.9.zz");
    let mut other_view = submission();
    other_view["view"]["id"] = json!("V2");
    for other in [pressed_again, other_view] {
        assert_ne!(interactive(&other).inbound.key, first);
    }
}

#[test]
fn without_a_trigger_what_was_typed_tells_submits_apart() {
    let submission = || {
        let mut submission = submission();
        submission["trigger_id"].take();
        submission
    };
    let first = interactive(&submission()).inbound.key;
    assert_eq!(interactive(&submission()).inbound.key, first);
    let mut corrected = submission();
    corrected["view"]["state"]["values"]["website"]["website"]["value"] = json!("beta.example");
    let mut next_form = submission();
    next_form["view"]["private_metadata"] = json!("f-2");
    let mut other_view = submission();
    other_view["view"]["id"] = json!("V2");
    for other in [corrected, next_form, other_view] {
        assert_ne!(interactive(&other).inbound.key, first);
    }
}

#[test]
fn a_closed_form_is_read() {
    let mut closed = submission();
    closed["type"] = json!("view_closed");
    let delivery = interactive(&closed);
    let what = What::FormClosed { flow: "refer".into(), form_id: "f-1".into() };
    assert_eq!((delivery.inbound.what, delivery.kind), (what, Kind::Other));
}

#[test]
fn a_command_is_read_the_same_by_both_ways() {
    let by_http = form(&command_fields());
    let fields: Map<String, Value> =
        command_fields().iter().map(|(name, value)| ((*name).into(), json!(value))).collect();
    let by_socket = frame("slash_commands", &Value::Object(fields));
    for delivery in [by_http, by_socket] {
        let Inbound { key, workspace, from, place, what, .. } = delivery.inbound;
        let text = "acme.example & more".to_owned();
        assert_eq!(what, What::Command { word: "refer".into(), text });
        assert_eq!((key.as_str(), workspace.as_str()), ("command:1.2.ab", "TV"));
        assert_eq!(from, Some(PersonRef::slack("TV", "U1")));
        assert_eq!(place.unwrap().channel, "C1");
        assert_eq!((delivery.kind, delivery.takes_payload), (Kind::Command, true));
    }
}

#[test]
fn every_sample_is_read_without_loss() {
    let corpus = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/corpus/slack");
    let mut read_files = 0;
    for (folder, kind) in [("payloads", "interactive"), ("events", "events_api")] {
        for file in std::fs::read_dir(format!("{corpus}/{folder}")).unwrap() {
            let path = file.unwrap().path();
            let sample: Value =
                serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
            let delivery = frame(kind, &sample);
            let name = sample.pointer("/event/type").or(sample.get("type"));
            let name = name.and_then(Value::as_str).unwrap_or("interaction").to_owned();
            // The samples' ids are blank, so none of them is a press or a form of ours.
            assert_eq!(delivery.inbound.what, What::Unknown { name }, "{path:?}");
            assert!(delivery.inbound.raw.contains("payload"));
            read_files += 1;
        }
    }
    assert!(read_files >= 24, "{read_files} samples");
}
