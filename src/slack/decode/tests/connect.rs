//! Slack Connect and org-wide installations: whose installation, and whose person (slack.md §1.6,
//! §1.7 and §3). Written by hand after Slack's documents; none of the samples shows these.

use super::*;

#[test]
fn the_installation_and_the_persons_own_workspace_are_told_apart() {
    #[rustfmt::skip]
    let table = [
        // why                               team          user.team   view's       installation  person
        ("inside the vendor's workspace",    json!("TV"),  json!("TV"), None,       "TV",   Some("TV")),
        ("press by a partner, by documents", json!("TV"),  json!("TP"), None,       "TV",   Some("TP")),
        ("form by a partner: team is theirs", json!("TP"), json!("TP"), Some("TV"), "TV",   Some("TP")),
        ("org-wide installation",            Value::Null,  json!("TP"), None,       "TP",   Some("TP")),
        ("org-wide, in a form",              Value::Null,  json!("TP"), Some("TV"), "TV",   Some("TP")),
        ("an enterprise instead of a workspace", json!("TV"), json!("E1"), None,    "TV",   None),
        ("nothing said about the person",    json!("TV"),  Value::Null, None,       "TV",   None),
        ("blank ids",                        json!(""),    json!(""),   None,       "",     None),
    ];
    for (why, team, user_team, view, installation, person) in table {
        let mut press = press();
        press["team"] = if team.is_null() { Value::Null } else { json!({ "id": team }) };
        press["user"]["team_id"] = user_team;
        if let Some(installed) = view {
            press["view"] = json!({ "id": "V1", "app_installed_team_id": installed });
        }
        let inbound = interactive(&press).inbound;
        assert_eq!(inbound.workspace, installation, "{why}");
        assert_eq!(inbound.from, person.map(|team| PersonRef::slack(team, "U1")), "{why}");
    }
}

#[test]
fn an_event_belongs_to_the_first_authorization() {
    let event = json!({
        "type": "event_callback",
        "team_id": null,
        "event_id": "Ev1",
        "is_ext_shared_channel": true,
        "authorizations": [{ "team_id": "TV", "enterprise_id": null, "is_bot": true }],
        "event": {
            "type": "app_mention", "user": "U1", "user_team": "TP", "source_team": "TP",
            "channel": "C1", "ts": "1.1", "thread_ts": "0.9", "text": "hello",
        },
    });
    let by_socket = frame("events_api", &event);
    let by_http = read(&event.to_string());
    for Delivery { inbound, kind, .. } in [by_socket, by_http] {
        assert_eq!(inbound.what, What::Mentioned { text: "hello".into() });
        assert_eq!((inbound.key.as_str(), inbound.workspace.as_str()), ("app_mention:Ev1", "TV"));
        assert_eq!(inbound.from, Some(PersonRef::slack("TP", "U1")));
        assert_eq!(inbound.place.unwrap().thread.as_deref(), Some("0.9"));
        assert_eq!(kind, Kind::Other);
    }
}

#[test]
fn what_breaks_typed_models_is_read_or_kept() {
    let unknown = |name: &str| What::Unknown { name: name.to_owned() };
    let changed = |key: &str, value: Value| {
        let mut press = press();
        press[key] = value;
        interactive(&press).inbound.what
    };
    let metadata = json!({ "ts": "100.1", "metadata": { "event_payload": { "n": 1, "o": {} } } });
    assert!(matches!(changed("message", metadata), What::Pressed { .. }));
    assert!(matches!(changed("container", json!({ "type": "tomorrow" })), What::Pressed { .. }));
    assert!(matches!(changed("view", json!({ "type": "workflow_step" })), What::Pressed { .. }));
    assert_eq!(changed("actions", json!([])), unknown("block_actions"));
    assert_eq!(changed("type", json!("interactive_message")), unknown("interactive_message"));
    assert_eq!(changed("type", json!("a type\nof tomorrow")), unknown("interaction"));
    assert_eq!(frame("tomorrow", &json!({})).inbound.what, unknown("tomorrow"));
    let function = json!({ "type": "event_callback", "event": { "type": "function_executed" } });
    assert_eq!(frame("events_api", &function).inbound.what, unknown("function_executed"));
}

#[test]
fn a_form_without_state_is_a_form_without_values() {
    for state in [json!({}), Value::Null, json!({ "values": [] })] {
        let mut sent = submission();
        sent["view"]["state"] = state;
        let What::FormSent { values, .. } = interactive(&sent).inbound.what else { panic!() };
        assert!(values.is_empty());
    }
}

#[test]
fn a_press_that_is_no_button_of_ours_is_unknown() {
    #[rustfmt::skip]
    let table = [
        json!({ "type": "button", "action_id": "review:approve", "value": "v9:review:approve:NOR-12:3" }),
        json!({ "type": "button", "action_id": "review:reject", "value": "v1:review:approve:NOR-12:3" }),
        json!({ "type": "button", "action_id": "review:approve" }),
        json!({ "type": "users_select", "action_id": "review:approve", "selected_user": "U1" }),
        json!("button"),
    ];
    for action in table {
        let mut press = press();
        press["actions"] = json!([action]);
        let delivery = interactive(&press);
        assert_eq!(delivery.inbound.what, What::Unknown { name: "block_actions".into() });
        assert_eq!(delivery.kind, Kind::Press);
    }
}

#[test]
fn deliveries_without_an_id_are_the_same_only_when_all_is() {
    let mut nameless = press();
    nameless["actions"][0]["action_ts"] = Value::Null;
    let mut other = nameless.clone();
    other["trigger_id"] = json!("7.7.yy");
    let key = |payload: &Value| interactive(payload).inbound.key;
    assert_eq!(key(&nameless), key(&nameless));
    assert_ne!(key(&nameless), key(&other));
    assert_ne!(key(&nameless), key(&press()));
}
