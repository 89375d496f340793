//! Frames as Discord's documents show them, and as they may come all the same.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::chat::inbound::{self, News, Values};
use crate::chat::view::Action;

const GUILD: &str = "900";

fn read(raw: &str) -> Option<Delivery> {
    delivery(raw, GUILD, "2026-03-10T15:00:00Z".parse().unwrap())
}

fn frame(name: &str, d: &Value) -> String {
    json!({ "op": 0, "s": 7, "t": name, "d": d }).to_string()
}

/// An interaction by user 42 in channel 500 of server 900.
fn interaction(kind: u64, more: Value) -> Value {
    let mut body = json!({
        "id": "1001", "application_id": "77", "type": kind, "token": "aW50ZXJhY3Rpb24", "version": 1,
        "guild_id": GUILD, "channel_id": "500",
        "channel": { "id": "500", "type": 0, "name": "north-partner" },
        "member": { "user": { "id": "42", "username": "paula", "global_name": "Paula" }, "roles": [] },
        "locale": "de", "guild_locale": "en-US", "app_permissions": "562949953421311",
        "entitlements": [], "context": 0,
    });
    let Value::Object(more) = more else { panic!("fields") };
    body.as_object_mut().unwrap().extend(more);
    body
}

fn of(kind: u64, more: Value) -> Delivery {
    read(&frame("INTERACTION_CREATE", &interaction(kind, more))).unwrap()
}

fn paula() -> PersonRef {
    person(GUILD, Some("42")).unwrap()
}

#[test]
fn a_command_is_what_was_typed_by_whom_and_where() {
    let options = json!([{ "name": "website", "type": 3, "value": " acme.example " }]);
    let found = of(2, json!({ "data": { "name": "refer", "type": 1, "options": options } }));
    assert_eq!(found.kind, Kind::Command);
    assert_eq!(found.inbound.key, "discord:1001");
    assert_eq!(found.inbound.installation(), "discord:900");
    assert_eq!(found.inbound.from, Some(paula()));
    assert_eq!(found.inbound.locale.as_deref(), Some("de"));
    let place = found.inbound.place.unwrap();
    assert_eq!((place.channel.as_str(), place.thread), ("500", None));
    let (word, text) = ("refer".to_owned(), "acme.example".to_owned());
    assert!(found.inbound.what == What::Command { word, text });
    let answer = found.answer.unwrap();
    assert_eq!(answer.handle().0, "77/aW50ZXJhY3Rpb24/42");
    assert!(!format!("{answer:?}").contains("aW50"), "a token does not print");
}

#[test]
fn what_stands_behind_a_command_is_one_text() {
    #[rustfmt::skip]
    let table = [
        // options                                                                   text
        (json!([]),                                                                  ""),
        (json!([{ "name": "help", "type": 1 }]),                                     "help"),
        (json!([{ "name": "open", "type": 1, "options": [
            { "name": "number", "type": 3, "value": "NOR-12" }] }]),                 "open NOR-12"),
        (json!([{ "name": "a", "type": 3, "value": "x\ny" }, { "name": "n", "type": 4, "value": 7 }]), "x y 7"),
        (json!([{ "name": "bad name", "type": 1 }]),                                 ""),
        (json!([null, 3, { "type": 1 }, { "name": "a", "value": null }]),            ""),
    ];
    for (options, text) in table {
        let data = json!({ "name": "vouch", "type": 1, "options": options });
        let found = of(2, json!({ "data": data }));
        let (word, text) = ("vouch".to_owned(), text.to_owned());
        assert!(found.inbound.what == What::Command { word, text: text.clone() }, "{text}");
    }
}

#[test]
fn a_menu_entry_at_a_message_brings_its_text() {
    let data = json!({
        "name": "Refer from this message", "type": 3, "target_id": "800",
        "resolved": { "messages": { "800": { "id": "800", "content": "acme.example needs us", "author": { "id": "43" } } } },
    });
    let found = of(2, json!({ "data": data }));
    let What::Shortcut { name, message: Some(quote) } = found.inbound.what else { panic!() };
    assert_eq!(name, "Refer from this message");
    assert_eq!(quote.text, "acme.example needs us");
    assert_eq!(quote.link.as_deref(), Some("https://discord.com/channels/900/500/800"));
}

#[test]
fn a_menu_entry_at_a_person_brings_what_they_are_called() {
    let called = |user: Value, member: Value| {
        let data = json!({
            "name": "Refer this person", "type": 2, "target_id": "43",
            "resolved": { "users": { "43": user }, "members": { "43": member } },
        });
        let found = of(2, json!({ "data": data }));
        let What::Shortcut { name, message: Some(quote) } = found.inbound.what else { panic!() };
        assert_eq!((name.as_str(), quote.link), ("Refer this person", None));
        quote.text
    };
    let user = json!({ "id": "43", "username": "jo_43", "global_name": "Jo Miller" });
    assert_eq!(called(user.clone(), json!({ "nick": "Jo of Acme" })), "Jo of Acme");
    assert_eq!(called(user, json!({ "nick": null })), "Jo Miller");
    assert_eq!(called(json!({ "id": "43", "username": "jo_43" }), Value::Null), "jo_43");
    assert_eq!(called(Value::Null, Value::Null), "");
}

#[test]
fn a_press_is_the_action_of_its_button() {
    let pressed = |id: &str, flags: u64| {
        let message = json!({ "id": "600", "flags": flags, "components": [{ "type": 1, "components": [
            { "type": 2, "custom_id": id, "label": "Withdraw NOR-12" },
        ] }] });
        of(3, json!({ "data": { "component_type": 2, "custom_id": id }, "message": message }))
    };
    let action = Action {
        flow: "review".into(),
        choice: "approve".into(),
        subject: "ref_1".into(),
        seen_version: 3,
    };
    let found = pressed("v1:review:approve:ref_1:3", 0);
    let message_id = Some("600".to_owned());
    let what = What::Pressed { action, message_id, form: None };
    assert!(found.inbound.what == what);
    assert_eq!((found.kind, found.in_private, found.asks), (Kind::Press, false, None));
    assert!(pressed("v1:review:approve:ref_1:3#2", 64).in_private);
    let asked = pressed("?v1:review:approve:ref_1:3", 0);
    assert!(asked.inbound.what == what);
    assert_eq!(asked.asks.as_deref(), Some("Withdraw NOR-12"));
}

#[test]
fn a_press_on_an_old_drawing_asks_with_the_words_that_stand_there_now_or_not_at_all() {
    let pressed = |drawn: &str| {
        let message = json!({ "id": "600", "components": [{ "type": 1, "components": [
            { "type": 2, "custom_id": drawn, "label": "Withdraw NOR-12" },
        ] }] });
        let id = "?v1:withdraw:now:ref_1:3";
        of(3, json!({ "data": { "component_type": 2, "custom_id": id }, "message": message })).asks
    };
    assert_eq!(pressed("?v1:withdraw:now:ref_1:4").as_deref(), Some("Withdraw NOR-12"));
    assert_eq!(pressed("?v1:withdraw:now:ref_2:3"), None);
    assert_eq!(pressed("v1:answer:open:ref_1:4"), None);
}

/// Case 20 of the list in docs/discord.md, as far as the id itself is forged.
#[test]
fn case_20_a_forged_button_is_unknown_and_still_answered() {
    for id in ["v1:review:approve:ref_1:03", "v2:review:approve:ref_1:3", "approve", ""] {
        let found = of(3, json!({ "data": { "component_type": 2, "custom_id": id } }));
        assert_eq!(found.inbound.what.kind(), "unknown", "{id}");
        assert!(found.kind == Kind::Press && found.answer.is_some());
    }
}

#[test]
fn a_choice_in_a_list_is_the_action_of_its_option() {
    let data = json!({
        "component_type": 3, "custom_id": "list:track:filter", "values": ["v1:track:filter:8:0"],
    });
    let found = of(3, json!({ "data": data }));
    let What::Pressed { action, .. } = found.inbound.what else { panic!() };
    assert_eq!((action.flow.as_str(), action.subject.as_str()), ("track", "8"));
}

#[test]
fn what_is_being_typed_behind_a_command_is_known_by_its_option() {
    let number = json!({ "name": "number", "type": 3, "value": "NO", "focused": true });
    let behind = json!({ "name": "open", "type": 1, "options": [number] });
    for options in [json!([number]), json!([behind])] {
        let found = of(4, json!({ "data": { "name": "approve", "type": 1, "options": options } }));
        let (form_id, field, typed) = (String::new(), "number".to_owned(), "NO".to_owned());
        assert!(found.inbound.what == What::Suggest { form_id, field, typed });
        assert_eq!(found.kind, Kind::Suggest);
    }
}

fn sent(components: Value) -> Delivery {
    let mut data = json!({ "custom_id": "modal:refer:frm_1:0/1" });
    data["components"] = components;
    of(5, json!({ "data": data }))
}

fn values(components: Value) -> Values {
    match sent(components).inbound.what {
        What::FormSent { values, .. } => values,
        other => panic!("{other:?}"),
    }
}

/// Case 17 of the list in docs/discord.md: what serenity's models lose.
#[test]
fn case_17_everything_typed_below_labels_is_there() {
    let below = |component: Value| json!({ "type": 18, "id": 1, "component": component });
    let found = values(json!([
        { "type": 10, "content": "A text" },
        below(json!({ "type": 4, "custom_id": "line:website", "value": " acme.example\n" })),
        below(json!({ "type": 4, "custom_id": "lines:need", "value": "one\r\ntwo" })),
        below(json!({ "type": 21, "custom_id": "choice:basis", "value": "asked" })),
        below(json!({ "type": 3, "custom_id": "choice:stage", "values": ["won"] })),
        below(json!({ "type": 22, "custom_id": "several:topics", "values": ["a", "b"] })),
        below(json!({ "type": 5, "custom_id": "person:owner", "values": ["43"] })),
        below(json!({ "type": 4, "custom_id": "day:date", "value": "2026-03-31" })),
        below(json!({ "type": 4, "custom_id": "day:other", "value": "tomorrow" })),
        below(json!({ "type": 4, "custom_id": "line:empty", "value": "" })),
        below(json!({ "type": 21, "custom_id": "choice:none", "value": null })),
        below(json!({ "type": 19, "custom_id": "file:proof", "values": ["1"] })),
        { "type": 1, "components": [{ "type": 4, "custom_id": "line:old", "value": "as it was" }] },
        null, 3, {}, { "type": 18, "component": [] },
    ]));
    let text = |text: &str| inbound::Value::Text(text.to_owned());
    let expected: Values = [
        ("website", text("acme.example")),
        ("need", text("one\ntwo")),
        ("basis", text("asked")),
        ("stage", text("won")),
        ("topics", inbound::Value::Several(vec!["a".into(), "b".into()])),
        ("owner", inbound::Value::Person(person(GUILD, Some("43")).unwrap())),
        ("date", inbound::Value::Day("2026-03-31".parse().unwrap())),
        ("other", text("tomorrow")),
        ("old", text("as it was")),
    ]
    .map(|(name, value)| (name.to_owned(), value))
    .into();
    assert_eq!(found.keys().collect::<Vec<_>>(), expected.keys().collect::<Vec<_>>());
    assert!(found == expected);
}

#[test]
fn a_sent_form_names_itself_and_its_page() {
    let data = json!({ "custom_id": "modal:refer:frm_1:0/2", "components": [] });
    let found = of(5, json!({ "data": data, "message": { "id": "600", "flags": 64 } }));
    let What::FormSent { flow, form_id, form, .. } = &found.inbound.what else { panic!() };
    assert_eq!((flow.as_str(), form_id.as_str()), ("refer", "frm_1"));
    assert_eq!(form.0, "77/aW50ZXJhY3Rpb24/42");
    assert!(found.in_private && !found.modal.unwrap().is_last());
}

#[test]
fn a_thread_stands_under_its_channel() {
    let channel = json!({ "id": "600", "type": 11, "parent_id": "500" });
    let data = json!({ "name": "refer", "type": 1 });
    let found = of(2, json!({ "data": data, "channel": channel, "channel_id": "600" }));
    let place = found.inbound.place.unwrap();
    assert_eq!((place.channel.as_str(), place.thread.as_deref()), ("500", Some("600")));
    // A channel in a category has a parent as well, and is no thread.
    let channel = json!({ "id": "500", "type": 0, "parent_id": "400" });
    let found = of(2, json!({ "channel": channel, "data": { "name": "refer", "type": 1 } }));
    assert_eq!(found.inbound.place.unwrap().channel, "500");
}

#[test]
fn in_a_direct_message_the_person_is_known_and_the_place_is_none() {
    let mut body = interaction(2, json!({ "data": { "name": "me", "type": 1 } }));
    for gone in ["guild_id", "member"] {
        body.as_object_mut().unwrap().remove(gone);
    }
    body["user"] = json!({ "id": "42", "username": "paula" });
    let found = read(&frame("INTERACTION_CREATE", &body)).unwrap();
    assert_eq!((found.inbound.from, found.inbound.place), (Some(paula()), None));
}

#[test]
fn another_server_has_no_say() {
    let found = of(2, json!({ "guild_id": "901", "data": { "name": "refer", "type": 1 } }));
    assert_eq!(found.inbound.what.kind(), "unknown");
    assert_eq!(found.inbound.from, None);
    let gone = json!({ "guild_id": "901", "user": { "id": "42" } });
    assert!(read(&frame("GUILD_MEMBER_REMOVE", &gone)).is_none());
}

/// Case 17: kept as they came, without a panic, and nothing made of them.
#[test]
fn case_17_odd_interactions_are_kept_as_they_came() {
    #[rustfmt::skip]
    let table = [
        interaction(9, json!({})),
        interaction(2, json!({ "data": null })),
        interaction(2, json!({ "data": { "name": "x", "type": 9 } })),
        interaction(3, json!({ "data": { "component_type": 5, "values": ["1"] } })),
        interaction(5, json!({ "data": { "custom_id": "not ours" } })),
        interaction(5, json!({ "data": { "custom_id": "modal:refer:frm_1:0/1" }, "token": null })),
        json!({ "type": "2" }), json!(null), json!([]), json!("x"),
    ];
    for body in table {
        let raw = frame("INTERACTION_CREATE", &body);
        let found = read(&raw).unwrap();
        assert_eq!((found.inbound.what.kind(), found.inbound.raw), ("unknown", raw));
    }
    // Missing and null on the way to something known.
    let more = json!({ "entitlements": null, "member": { "user": { "id": "42" } }, "data": { "name": "refer" } });
    assert_eq!(of(2, more).inbound.what.kind(), "command");
}

#[test]
fn of_events_few_are_taken() {
    let channel = json!({ "guild_id": GUILD, "id": "500", "type": 0 });
    let left = json!({ "guild_id": GUILD, "user": { "id": "42" } });
    let bot = json!({ "guild_id": GUILD, "user": { "id": "42", "bot": true } });
    let server = json!({ "id": GUILD });
    let away = json!({ "id": GUILD, "unavailable": true });
    let other = json!({ "id": "901" });
    let own = json!({ "guild_id": GUILD, "role": { "id": "7", "managed": true } });
    let role = json!({ "guild_id": GUILD, "role": { "id": "8", "managed": false } });
    #[rustfmt::skip]
    let table = [
        // event                 body       taken as
        ("CHANNEL_DELETE",       &channel,  Some("app_removed")),
        ("CHANNEL_UPDATE",       &channel,  Some("renamed")),
        ("GUILD_MEMBER_REMOVE",  &left,     Some("person_changed")),
        ("GUILD_MEMBER_REMOVE",  &bot,      None),
        ("GUILD_DELETE",         &server,   Some("uninstalled")),
        ("GUILD_DELETE",         &away,     None),
        ("GUILD_CREATE",         &server,   Some("installed")),
        ("GUILD_CREATE",         &away,     None),
        ("GUILD_CREATE",         &other,    None),
        ("GUILD_ROLE_UPDATE",    &own,      Some("roles_moved")),
        ("GUILD_ROLE_UPDATE",    &role,     None),
        ("MESSAGE_CREATE",       &channel,  None),
        ("TOMORROW",             &channel,  None),
    ];
    for (name, body, taken) in table {
        let found = read(&frame(name, body));
        assert_eq!(found.as_ref().map(|found| found.inbound.what.kind()), taken, "{name}");
        assert!(found.is_none_or(|found| found.answer.is_none()));
    }
    let found = read(&frame("CHANNEL_DELETE", &channel)).unwrap();
    assert!(found.inbound.what == What::Channel(News::AppRemoved));
    assert_eq!(found.inbound.place.unwrap().channel, "500");
    assert_eq!(read(&frame("GUILD_MEMBER_REMOVE", &left)).unwrap().inbound.place, None);
    // A whole server is not kept.
    assert_eq!(read(&frame("GUILD_CREATE", &server)).unwrap().inbound.raw, "");
}

/// Case 1 of the list in docs/discord.md.
#[test]
fn case_1_a_copy_has_the_same_key_and_another_interaction_has_not() {
    let one = of(2, json!({ "data": { "name": "refer" } }));
    let copy = of(2, json!({ "data": { "name": "refer" }, "locale": "fr" }));
    let other = of(2, json!({ "id": "1002", "data": { "name": "refer" } }));
    assert_eq!(one.inbound.key, copy.inbound.key);
    assert_ne!(one.inbound.key, other.inbound.key);
    // By HTTP the interaction comes without a frame.
    let body = interaction(2, json!({ "data": { "name": "refer" } })).to_string();
    assert_eq!(read(&body).unwrap().inbound.key, one.inbound.key);
}

proptest! {
    #[test]
    fn nothing_read_breaks_the_reader(raw in ".{0,200}") {
        let _ = read(&raw);
    }

    #[test]
    fn a_frame_with_something_else_in_any_place_is_read(
        at in 0_usize..200,
        odd in prop::sample::select(vec!["null", "[]", "{}", "-1", "1e400", "\"\\ud83d\"", "true", ""]),
    ) {
        let data = json!({ "custom_id": "modal:refer:frm_1:0/1", "components": [
            { "type": 18, "component": { "type": 4, "custom_id": "line:website", "value": "a" } },
            { "type": 18, "component": { "type": 5, "custom_id": "person:owner", "values": ["1"] } },
        ] });
        let raw = frame("INTERACTION_CREATE", &interaction(5, json!({ "data": data })));
        let quoted: Vec<usize> = raw.match_indices('"').map(|(at, _)| at).collect();
        let pair = (at * 2) % (quoted.len() - 1);
        let mutated = format!("{}{odd}{}", &raw[..quoted[pair]], &raw[quoted[pair + 1] + 1..]);
        let _ = read(&mutated);
    }
}
