//! What is drawn, word for word. What never is, whatever was typed, is tried in `tests/it/junk/`.

use chrono::{DateTime, Utc};
use insta::assert_snapshot;
use serde_json::Value;

use super::*;
use crate::chat::PersonRef;
use crate::chat::view::{
    Action, Button, Choice, Confirm, Field, FieldKind, InstantStyle, Labelled, Line, Offer, Part,
    Select, Span, Weight,
};

fn instant(style: InstantStyle) -> Span {
    let at: DateTime<Utc> = "2026-03-10T15:00:07Z".parse().unwrap();
    Span::Instant { at, style, fallback: "10 March 2026, 16:00 CET".into() }
}

fn button(label: &str, choice: &str, weight: Weight) -> Button {
    let action = Action {
        flow: "review".into(),
        choice: choice.into(),
        subject: "NOR-12".into(),
        seen_version: 3,
    };
    Button { label: label.into(), action, weight, spoken: None, confirm: None }
}

fn drawn(parts: Vec<Part>) -> Value {
    let drawn = message(&Message { parts });
    json!({ "text": drawn.text, "blocks": drawn.blocks })
}

/// One line for each block, and one for each other key: shorter to read than JSON's own layout.
fn lines(value: &Value) -> String {
    let mut lines = Vec::new();
    for (key, value) in value.as_object().into_iter().flatten() {
        match value.as_array() {
            Some(blocks) => lines.extend(blocks.iter().map(Value::to_string)),
            None => lines.push(format!("{key}: {value}")),
        }
    }
    lines.join("\n")
}

#[test]
fn a_card_is_drawn() {
    let title = Line(vec![
        Span::Plain("⏳ ".into()),
        Span::Bold("NOR-12 · Fish & <Chips>".into()),
        Span::Plain(": Submitted".into()),
    ]);
    let fields = vec![
        Labelled { label: "Owner".into(), value: Line::plain("Ada") },
        Labelled {
            label: "Registered at".into(),
            value: Line(vec![instant(InstantStyle::Second)]),
        },
    ];
    let mut approve = button("Approve", "approve", Weight::Primary);
    approve.spoken = Some("Approve NOR-12, Fish & <Chips>".into());
    let mut withdraw = button("Withdraw", "withdraw", Weight::Danger);
    withdraw.confirm = Some(Confirm {
        title: "Withdraw NOR-12?".into(),
        text: "It ends at once.".into(),
        yes: "Withdraw".into(),
        no: "Keep it".into(),
    });
    let small = Line(vec![
        Span::Plain("Registered ".into()),
        instant(InstantStyle::Minute),
        Span::Plain(" by Ada <!here> · ".into()),
        Span::Link { label: "thread".into(), url: "https://acme.slack.com/p1?a=1&b=2".into() },
    ]);
    let parts = vec![
        Part::Text(title),
        Part::Fields(fields),
        Part::Divider,
        Part::Buttons(vec![approve, withdraw, button("Approve", "approve", Weight::Plain)]),
        Part::Context(small),
    ];
    assert_snapshot!(lines(&drawn(parts)), @r#"
    {"elements":[{"elements":[{"text":"⏳ ","type":"text"},{"style":{"bold":true},"text":"NOR-12 · Fish & <Chips>","type":"text"},{"text":": Submitted","type":"text"}],"type":"rich_text_section"}],"type":"rich_text"}
    {"elements":[{"elements":[{"style":{"bold":true},"text":"Owner:","type":"text"},{"text":" ","type":"text"},{"text":"Ada","type":"text"},{"style":{"bold":true},"text":"\nRegistered at:","type":"text"},{"text":" ","type":"text"},{"fallback":"10 March 2026, 16:00 CET","format":"{date_long}, {time_secs}","timestamp":1773154807,"type":"date"}],"type":"rich_text_section"}],"type":"rich_text"}
    {"type":"divider"}
    {"elements":[{"accessibility_label":"Approve NOR-12, Fish & <Chips>","action_id":"review:approve","style":"primary","text":{"emoji":false,"text":"Approve","type":"plain_text"},"type":"button","value":"v1:review:approve:NOR-12:3"},{"action_id":"review:withdraw","confirm":{"confirm":{"emoji":false,"text":"Withdraw","type":"plain_text"},"deny":{"emoji":false,"text":"Keep it","type":"plain_text"},"style":"danger","text":{"emoji":false,"text":"It ends at once.","type":"plain_text"},"title":{"emoji":false,"text":"Withdraw NOR-12?","type":"plain_text"}},"style":"danger","text":{"emoji":false,"text":"Withdraw","type":"plain_text"},"type":"button","value":"v1:review:withdraw:NOR-12:3"},{"action_id":"review:approve#1","text":{"emoji":false,"text":"Approve","type":"plain_text"},"type":"button","value":"v1:review:approve:NOR-12:3"}],"type":"actions"}
    {"elements":[{"emoji":false,"text":"Registered","type":"plain_text"},{"text":"<!date^1773154807^{date_long}, {time}|10 March 2026, 16:00 CET>","type":"mrkdwn","verbatim":true},{"emoji":false,"text":"by Ada <!here> ·","type":"plain_text"},{"text":"<https://acme.slack.com/p1?a=1&amp;b=2|thread>","type":"mrkdwn","verbatim":true}],"type":"context"}
    text: "⏳ NOR-12 · Fish &amp; &lt;Chips&gt;: Submitted\nOwner: Ada\nRegistered at: 10 March 2026, 16:00 CET\nRegistered 10 March 2026, 16:00 CET by Ada &lt;!here&gt; · thread\n[Approve] [Withdraw] [Approve]"
    "#);
}

#[test]
fn a_form_is_drawn() {
    let field = |name: &str, required, kind| Field {
        name: name.into(),
        label: format!("Label of {name}"),
        hint: (name == "website").then(|| "Their own site".into()),
        required,
        kind,
    };
    let options = vec![
        Choice { value: "client".into(), label: "A client of mine".into() },
        Choice { value: "event".into(), label: "Met at an event".into() },
    ];
    let person = Some(PersonRef::slack("T1", "U1"));
    let day = "2026-03-10".parse().ok();
    let form = Form {
        id: "f-1".into(),
        flow: "refer".into(),
        title: "Refer a customer to all of us".into(),
        submit: "Register".into(),
        close: "Cancel".into(),
        intro: vec![Part::Text(Line::plain("A few questions."))],
        pages: vec![
            vec![
                field("website", true, FieldKind::Short { preset: "acme.example".into() }),
                field("need", true, FieldKind::Long { preset: String::new() }),
                field(
                    "relation",
                    true,
                    FieldKind::Choice { options: options.clone(), preset: Some("event".into()) },
                ),
            ],
            vec![
                field(
                    "several",
                    false,
                    FieldKind::Several {
                        options: options.clone(),
                        presets: vec!["event".into(), "gone".into()],
                    },
                ),
                field("pick", false, FieldKind::Pick { options, preset: Some("gone".into()) }),
                field("owner", true, FieldKind::Person { preset: person }),
                field("day", false, FieldKind::Day { preset: day }),
                field("nobody", true, FieldKind::Pick { options: vec![], preset: None }),
            ],
        ],
        foot: vec![Part::Context(Line::plain("Sent to sales only."))],
    };
    assert_snapshot!(lines(&super::form(&form)), @r#"
    {"elements":[{"elements":[{"text":"A few questions.","type":"text"}],"type":"rich_text_section"}],"type":"rich_text"}
    {"block_id":"website","element":{"action_id":"website","initial_value":"acme.example","max_length":3000,"multiline":false,"type":"plain_text_input"},"hint":{"emoji":false,"text":"Their own site","type":"plain_text"},"label":{"emoji":false,"text":"Label of website","type":"plain_text"},"optional":false,"type":"input"}
    {"block_id":"need","element":{"action_id":"need","max_length":3000,"multiline":true,"type":"plain_text_input"},"label":{"emoji":false,"text":"Label of need","type":"plain_text"},"optional":false,"type":"input"}
    {"block_id":"relation","element":{"action_id":"relation","initial_option":{"text":{"emoji":false,"text":"Met at an event","type":"plain_text"},"value":"event"},"options":[{"text":{"emoji":false,"text":"A client of mine","type":"plain_text"},"value":"client"},{"text":{"emoji":false,"text":"Met at an event","type":"plain_text"},"value":"event"}],"type":"radio_buttons"},"label":{"emoji":false,"text":"Label of relation","type":"plain_text"},"optional":false,"type":"input"}
    {"block_id":"several","element":{"action_id":"several","initial_options":[{"text":{"emoji":false,"text":"Met at an event","type":"plain_text"},"value":"event"}],"options":[{"text":{"emoji":false,"text":"A client of mine","type":"plain_text"},"value":"client"},{"text":{"emoji":false,"text":"Met at an event","type":"plain_text"},"value":"event"}],"type":"checkboxes"},"label":{"emoji":false,"text":"Label of several","type":"plain_text"},"optional":true,"type":"input"}
    {"block_id":"pick","element":{"action_id":"pick","options":[{"text":{"emoji":false,"text":"A client of mine","type":"plain_text"},"value":"client"},{"text":{"emoji":false,"text":"Met at an event","type":"plain_text"},"value":"event"}],"type":"static_select"},"label":{"emoji":false,"text":"Label of pick","type":"plain_text"},"optional":true,"type":"input"}
    {"block_id":"owner","element":{"action_id":"owner","initial_user":"U1","type":"users_select"},"label":{"emoji":false,"text":"Label of owner","type":"plain_text"},"optional":false,"type":"input"}
    {"block_id":"day","element":{"action_id":"day","initial_date":"2026-03-10","type":"datepicker"},"label":{"emoji":false,"text":"Label of day","type":"plain_text"},"optional":true,"type":"input"}
    {"elements":[{"emoji":false,"text":"Sent to sales only.","type":"plain_text"}],"type":"context"}
    callback_id: "refer"
    close: {"emoji":false,"text":"Cancel","type":"plain_text"}
    notify_on_close: true
    private_metadata: "f-1"
    submit: {"emoji":false,"text":"Register","type":"plain_text"}
    title: {"emoji":false,"text":"Refer a customer to all…","type":"plain_text"}
    type: "modal"
    "#);
}

#[test]
fn a_panel_is_drawn() {
    let parts = vec![
        Part::Text(Line(vec![Span::Bold("Received: NOR-12.".into())])),
        Part::Buttons(vec![button("My referrals", "mine", Weight::Plain)]),
    ];
    let panel = Panel { title: "Receipt".into(), close: "Close".into(), parts };
    assert_snapshot!(lines(&super::panel(&panel)), @r#"
    {"elements":[{"elements":[{"style":{"bold":true},"text":"Received: NOR-12.","type":"text"}],"type":"rich_text_section"}],"type":"rich_text"}
    {"elements":[{"action_id":"review:mine","text":{"emoji":false,"text":"My referrals","type":"plain_text"},"type":"button","value":"v1:review:mine:NOR-12:3"}],"type":"actions"}
    close: {"emoji":false,"text":"Close","type":"plain_text"}
    title: {"emoji":false,"text":"Receipt","type":"plain_text"}
    type: "modal"
    "#);
    let empty = Panel { title: String::new(), close: "Close".into(), parts: vec![] };
    assert_snapshot!(lines(&super::panel(&empty)), @r#"
    {"type":"divider"}
    close: {"emoji":false,"text":"Close","type":"plain_text"}
    title: {"emoji":false,"text":"–","type":"plain_text"}
    type: "modal"
    "#);
}

#[test]
fn nobody_types_themselves_a_field() {
    let value = Line::plain("Acme\nProtected through: for ever");
    let fields = vec![Labelled { label: "Company".into(), value }];
    assert_snapshot!(lines(&drawn(vec![Part::Fields(fields)])["blocks"][0]["elements"][0]), @r#"
    {"style":{"bold":true},"text":"Company:","type":"text"}
    {"text":" ","type":"text"}
    {"text":"Acme Protected through: for ever","type":"text"}
    type: "rich_text_section"
    "#);
}

#[test]
fn links_lead_to_the_web_only() {
    for url in ["javascript:alert(1)", "slack://open", "https://a|b", "https://a b", "", "//x"] {
        let link = Span::Link { label: "press".into(), url: url.into() };
        let text = drawn(vec![Part::Text(Line(vec![link.clone()]))]);
        assert_eq!(text["blocks"][0]["elements"][0]["elements"][0]["type"], "text", "{url}");
        let small = drawn(vec![Part::Context(Line(vec![link]))]);
        assert_eq!(small["blocks"][0]["elements"][0]["type"], "plain_text", "{url}");
    }
}

#[test]
fn a_list_is_drawn_with_its_choice() {
    let offer = |label: &str, choice: &str| Offer {
        label: label.into(),
        action: Action {
            flow: "track".into(),
            choice: choice.into(),
            subject: String::new(),
            seen_version: 0,
        },
    };
    let list = Select {
        label: "Choose what to show".into(),
        name: "filter".into(),
        options: vec![offer("All", "all"), offer("Open", "open")],
        chosen: Some(1),
    };
    let blocks = |list: Select| message(&Message { parts: vec![Part::Select(list)] }).blocks;
    let plain = |text: &str| json!({ "type": "plain_text", "text": text, "emoji": false });
    let open = json!({ "text": plain("Open"), "value": "v1:track:open::0" });
    let element = json!({
        "type": "static_select",
        "action_id": "track:filter",
        "placeholder": plain("Choose what to show"),
        "options": [{ "text": plain("All"), "value": "v1:track:all::0" }, open],
        "initial_option": open,
    });
    assert_eq!(blocks(list.clone()), [json!({ "type": "actions", "elements": [element] })]);
    assert_eq!(blocks(Select { options: Vec::new(), ..list }), Vec::<Value>::new());
}
