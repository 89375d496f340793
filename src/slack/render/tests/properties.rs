//! Nothing typed gets through or past a limit, whatever it is.

use proptest::prelude::*;

use super::*;

/// Pieces that have meant something to some parser of Slack's.
fn piece() -> impl Strategy<Value = String> {
    let known = prop::sample::select(vec![
        "<!channel>",
        "<!here|x>",
        "<!subteam^S1>",
        "<@U123>",
        "<#C1>",
        "<https://evil|acme.com>",
        "javascript:alert(1)",
        "https://evil.example",
        "*_~`",
        "```",
        ":tada:",
        "&amp;",
        "&lt;",
        "\u{202e}",
        "\u{2067}",
        "\u{200b}",
        "\0",
        "\u{200d}",
        "👨\u{200d}👩\u{200d}👧\u{200d}👦",
        "@here",
        "@Channel",
        "@ch\u{200b}annel",
        "@everyone",
        "\n",
        "\r\n",
        "<!date^1^{date}|x>",
        "^",
        "|",
        ">",
        "<",
    ]);
    prop_oneof![known.prop_map(str::to_owned), "\\PC{0,12}", any::<String>()]
}

fn typed() -> impl Strategy<Value = String> {
    let short = prop::collection::vec(piece(), 0..8).prop_map(|pieces| pieces.concat());
    let long = (piece(), 1..600_usize).prop_map(|(piece, times)| piece.repeat(times));
    prop_oneof![4 => short, 1 => long]
}

fn span(typed: String, which: u8) -> Span {
    match which % 5 {
        0 => Span::Plain(typed),
        1 => Span::Bold(typed),
        2 => Span::Code(typed),
        3 => Span::Link { label: typed.clone(), url: typed },
        _ => match instant(InstantStyle::Minute) {
            Span::Instant { at, style, .. } => Span::Instant { at, style, fallback: typed },
            other => other,
        },
    }
}

fn line() -> impl Strategy<Value = Line> {
    let one = (typed(), any::<u8>()).prop_map(|(typed, which)| span(typed, which));
    prop::collection::vec(one, 0..14).prop_map(Line)
}

fn part() -> impl Strategy<Value = Part> {
    let labelled = (typed(), line()).prop_map(|(label, value)| Labelled { label, value });
    prop_oneof![
        line().prop_map(Part::Text),
        line().prop_map(Part::Context),
        prop::collection::vec(labelled, 0..12).prop_map(Part::Fields),
        Just(Part::Divider),
        prop::collection::vec(typed(), 0..7)
            .prop_map(|labels| Part::Buttons(labels.iter().map(|label| loud(label)).collect())),
        ("[a-z]{9}", prop::collection::vec(typed(), 0..30))
            .prop_map(|(name, labels)| Part::Select(list(name, &labels))),
    ]
}

/// A list with typed labels; no other in its message has its name.
fn list(name: String, labels: &[String]) -> Select {
    let offer = |label: &String| Offer { label: label.clone(), action: loud(label).action };
    Select {
        label: labels.first().cloned().unwrap_or_default(),
        name,
        options: labels.iter().map(offer).collect(),
        chosen: labels.len().checked_sub(1),
    }
}

/// A button with the same typed text in every place that shows one.
fn loud(typed: &str) -> Button {
    let confirm =
        Confirm { title: typed.into(), text: typed.into(), yes: typed.into(), no: typed.into() };
    let quiet = button(typed, "approve", Weight::Danger);
    Button { spoken: Some(typed.into()), confirm: Some(confirm), ..quiet }
}

fn loud_form(typed: &str, parts: Vec<Part>) -> Form {
    let options = vec![Choice { value: "a".into(), label: typed.into() }];
    let kinds = vec![
        FieldKind::Short { preset: typed.into() },
        FieldKind::Long { preset: typed.into() },
        FieldKind::Choice { options: options.clone(), preset: None },
        FieldKind::Pick { options, preset: Some("a".into()) },
    ];
    let fields = kinds.into_iter().enumerate().map(|(n, kind)| Field {
        name: format!("field-{n}"),
        label: typed.into(),
        hint: Some(typed.into()),
        required: true,
        kind,
    });
    Form {
        id: "f-1".into(),
        flow: "refer".into(),
        title: typed.into(),
        submit: typed.into(),
        close: typed.into(),
        intro: parts.clone(),
        pages: vec![fields.collect()],
        foot: parts,
    }
}

/// Every object within a value.
fn objects(value: &Value) -> Vec<&Value> {
    let inner: Vec<&Value> = match value {
        Value::Object(map) => map.values().collect(),
        Value::Array(list) => list.iter().collect(),
        _ => vec![],
    };
    let deeper = inner.into_iter().flat_map(objects);
    value.is_object().then_some(value).into_iter().chain(deeper).collect()
}

/// What Slack refuses, and what must not be live; limits from slack.md §2.3.
fn check_object(object: &Value, most_text: usize) {
    let text = object["text"].as_str();
    match object["type"].as_str() {
        Some("plain_text") => {
            let text = text.expect("a plain_text has text");
            assert!((1..=most_text).contains(&units(text)), "{} units", units(text));
            assert_eq!(object["emoji"], false);
        }
        // Only our own instants and links are markup: one pair of brackets, the whole text.
        Some("mrkdwn") => {
            let text = text.expect("a mrkdwn has text");
            let inner = text.strip_prefix('<').and_then(|text| text.strip_suffix('>')).unwrap();
            assert!(!inner.contains(['<', '>']), "{text}");
            assert!(inner.starts_with("!date^") || inner.starts_with("http"), "{text}");
            assert_eq!(inner.matches('|').count(), 1, "{text}");
        }
        Some("text") => assert!(!text.expect("text").is_empty()),
        Some("link") => assert!(object["url"].as_str().unwrap().starts_with("http")),
        Some("button") => {
            assert!(units(object["text"]["text"].as_str().unwrap()) <= 75);
            assert!(units(object["accessibility_label"].as_str().unwrap_or("")) <= 75);
        }
        Some("context") => {
            assert!((1..=10).contains(&object["elements"].as_array().unwrap().len()));
        }
        Some("date") => assert!(!object["fallback"].as_str().unwrap().is_empty()),
        // Never a user, channel, usergroup, broadcast or emoji element.
        Some(
            "rich_text" | "rich_text_section" | "divider" | "actions" | "input" | "modal"
            | "plain_text_input" | "radio_buttons" | "static_select",
        )
        | None => {}
        Some(other) => panic!("an element of type {other}"),
    }
}

fn check_unseen(value: &Value) {
    let text = value.to_string();
    for unseen in ['\u{202e}', '\u{2067}', '\u{200b}', '\0'] {
        assert!(!text.contains(unseen), "{unseen:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_message_exceeds_a_limit_or_holds_live_markup(parts in prop::collection::vec(part(), 0..8)) {
        let drawn = message(&Message { parts });
        let text = drawn.text.as_str();
        prop_assert!((1..=4_000).contains(&units(text)), "{} units", units(text));
        prop_assert!(!text.contains(['<', '>']));
        for entity in text.split('&').skip(1) {
            let whole = ["amp;", "lt;", "gt;"].iter().any(|end| entity.starts_with(end));
            prop_assert!(whole, "{entity}");
        }
        let lower = text.to_lowercase();
        for call in ["@channel", "@here", "@everyone", ":tada:"] {
            prop_assert!(!lower.contains(call), "{text}");
        }
        prop_assert!(drawn.blocks.len() <= 50);
        let blocks = json!(drawn.blocks);
        check_unseen(&blocks);
        objects(&blocks).into_iter().for_each(|object| check_object(object, 300));
        let ids: Vec<String> = objects(&blocks).iter()
            .filter_map(|object| object["action_id"].as_str().map(str::to_owned)).collect();
        let mut unique = ids.clone();
        unique.sort();
        unique.dedup();
        prop_assert_eq!(unique.len(), ids.len());
    }

    #[test]
    fn no_form_exceeds_a_limit_or_holds_live_markup(
        typed in typed(),
        parts in prop::collection::vec(part(), 0..4),
    ) {
        let view = form(&loud_form(&typed, parts.clone()));
        let panel = panel(&Panel { title: typed.clone(), close: typed, parts });
        for view in [&view, &panel] {
            prop_assert!(view.to_string().len() < 250_000);
            prop_assert!((1..=100).contains(&view["blocks"].as_array().unwrap().len()));
            for name in ["title", "submit", "close"] {
                prop_assert!(units(view[name]["text"].as_str().unwrap_or("")) <= 24);
            }
            objects(view).into_iter().for_each(|object| check_object(object, 300));
        }
        for object in objects(&view) {
            prop_assert!(units(object["initial_value"].as_str().unwrap_or("")) <= 3_000);
        }
    }
}
