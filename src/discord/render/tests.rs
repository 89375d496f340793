//! What people see, in Discord's own form.

use serde_json::{Value, json};

use super::*;
use crate::chat::limits::units;
use crate::chat::view::{
    Action, Confirm, Field, FieldKind, InstantStyle, Labelled, Offer, Row, Select, Tone,
};

fn action(choice: &str, subject: &str) -> Action {
    Action {
        flow: "review".into(),
        choice: choice.into(),
        subject: subject.into(),
        seen_version: 3,
    }
}

fn button(label: &str, action: Action, weight: Weight) -> Button {
    Button { label: label.into(), action, weight, spoken: None, confirm: None }
}

fn text(spans: Vec<Span>) -> Part {
    Part::Text(Line(spans))
}

fn plain(words: &str) -> Part {
    Part::Text(Line::plain(words))
}

fn field(label: &str, value: &str) -> Labelled {
    Labelled { label: label.into(), value: Line::plain(value) }
}

fn shown(parts: Vec<Part>) -> Value {
    message(&Message { parts })
}

#[test]
fn what_has_a_state_is_an_embed_in_its_colour_below_the_words_that_say_it() {
    let tones = [Tone::Info, Tone::Warn, Tone::Good, Tone::Danger, Tone::Muted];
    let colours = tones.map(|tone| {
        let drawn = shown(vec![Part::Tone(tone), plain("NOR-12: Approved"), plain("Yours.")]);
        assert_eq!(drawn["content"], "NOR-12: Approved");
        assert_eq!(drawn["embeds"][0]["description"], "Yours.");
        drawn["embeds"][0]["color"].as_u64().unwrap()
    });
    let different: std::collections::BTreeSet<u64> = colours.into_iter().collect();
    assert_eq!(different.len(), tones.len());
    // Without one there is no embed, and none has a colour by itself.
    assert_eq!(shown(vec![plain("one"), plain("two")])["embeds"], json!([]));
}

#[test]
fn a_card_is_a_headline_an_embed_and_a_row_of_buttons() {
    let at = "2026-03-10T15:00:07Z".parse().unwrap();
    let instant = Span::Instant { at, style: InstantStyle::Second, fallback: "then".into() };
    let mut reject = button("Reject", action("reject", "ref_1"), Weight::Danger);
    let words = |text: &str| text.to_owned();
    let (title, text_, yes, no) = (words("Sure?"), words("It ends."), words("Yes"), words("No"));
    reject.confirm = Some(Confirm { title, text: text_, yes, no });
    let drawn = shown(vec![
        text(vec![Span::Bold("NOR-12".into()), Span::Plain(" Acme_Ltd".into())]),
        Part::Fields(vec![field("Need", "first\n**second**"), field("State", "waiting")]),
        Part::Context(Line(vec![Span::Plain("Sent ".into()), instant])),
        Part::Buttons(vec![button("Approve", action("approve", "ref_1"), Weight::Primary), reject]),
    ]);
    assert_eq!(drawn["content"], "**NOR-12** Acme\\_Ltd");
    let embed = "**Need:** first \\*\\*second\\*\\*\n**State:** waiting\n-# Sent <t:1773154807:D> <t:1773154807:T>";
    assert_eq!(drawn["embeds"][0]["description"], embed);
    let buttons = drawn["components"][0]["components"].as_array().unwrap();
    let seen: Vec<[&Value; 3]> =
        buttons.iter().map(|one| [&one["label"], &one["style"], &one["custom_id"]]).collect();
    assert_eq!(seen[0], [&json!("Approve"), &json!(1), &json!("v1:review:approve:ref_1:3")]);
    assert_eq!(seen[1], [&json!("Reject"), &json!(4), &json!("?v1:review:reject:ref_1:3")]);
    assert_eq!(drawn["allowed_mentions"], json!({ "parse": [] }));
}

#[test]
fn a_message_without_fields_is_content_alone_and_shows_no_preview() {
    let drawn = shown(vec![plain("See https://acme.example"), Part::Divider, plain("Bye.")]);
    assert_eq!(drawn["content"], "See https\\://acme.example\n\nBye.");
    assert_eq!((&drawn["embeds"], &drawn["components"]), (&json!([]), &json!([])));
    assert_eq!(drawn["flags"], 4);
    assert_eq!(private(&Message { parts: vec![] })["flags"], 68);
    assert_eq!(shown(vec![])["content"], "–", "Discord refuses an empty message");
}

#[test]
fn links_lead_to_the_web_or_nowhere() {
    let link =
        |url: &str| shown(vec![text(vec![Span::Link { label: "*card*".into(), url: url.into() }])]);
    assert_eq!(
        link("https://a.example/x(1)")["content"],
        "[\\*card\\*](https://a.example/x%281%29)"
    );
    assert_eq!(link("javascript:alert(1)")["content"], "\\*card\\*");
}

#[test]
fn code_stands_as_it_is_or_is_escaped() {
    let code = |words: &str| shown(vec![text(vec![Span::Code(words.into())])]);
    assert_eq!(code("/refer *x*")["content"], "`/refer *x*`");
    assert_eq!(code("a`b*")["content"], "a\\`b\\*");
}

/// Case 16 of the list in docs/discord.md.
#[test]
fn case_16_nothing_is_larger_than_discord_takes() {
    let long = "*".repeat(9_000);
    let many = |n: usize| {
        (0..n).map(|at| button(&long, action("approve", &format!("ref_{at}")), Weight::Plain))
    };
    let row = |at: usize| {
        let button = button("Open", action("open", &format!("ref_{at}")), Weight::Plain);
        Part::Row(Row { line: Line::plain(&*long), button })
    };
    let mut parts = vec![plain(&long), plain(&long), plain(&long)];
    parts.push(Part::Fields((0..30).map(|_| field(&long, &long)).collect()));
    parts.extend((0..40).map(row));
    parts.extend((0..9).map(|_| Part::Buttons(many(7).collect())));
    let drawn = shown(parts);
    assert!(units(drawn["content"].as_str().unwrap()) <= 2_000);
    assert!(units(drawn["embeds"][0]["description"].as_str().unwrap()) <= 4_096);
    let rows = drawn["components"].as_array().unwrap();
    assert_eq!(rows.len(), 5);
    let mut ids = std::collections::BTreeSet::new();
    for one in rows.iter().flat_map(|row| row["components"].as_array().unwrap()) {
        let id = one["custom_id"].as_str().unwrap();
        assert!(id.chars().count() <= 100 && ids.insert(id.to_owned()), "{id}");
        assert!(units(one["label"].as_str().unwrap_or_default()) <= 80);
    }
}

#[test]
fn lines_with_a_button_each_become_one_list() {
    let row = |words: &str, subject: &str| {
        let mut button = button("Open", action("open", subject), Weight::Plain);
        button.spoken = Some(format!("Open {words}"));
        Part::Row(Row { line: Line::plain(words), button })
    };
    let drawn =
        shown(vec![plain("Yours"), row("NOR-1", "a"), row("NOR-2", "b"), row("NOR-2", "b")]);
    assert_eq!(drawn["embeds"][0]["description"], "• NOR-1\n• NOR-2\n• NOR-2");
    let menu = &drawn["components"][0]["components"][0];
    assert_eq!((&menu["type"], &menu["placeholder"]), (&json!(3), &json!("Open")));
    let options = menu["options"].as_array().unwrap();
    let values: Vec<&str> = options.iter().map(|one| one["value"].as_str().unwrap()).collect();
    assert_eq!(values, ["v1:review:open:a:3", "v1:review:open:b:3"], "no value stands twice");
    let one = shown(vec![row("NOR-1", "a")]);
    assert_eq!(one["components"][0]["components"][0]["label"], "Open NOR-1");
}

#[test]
fn what_can_be_done_with_lines_is_a_list_each_and_buttons_of_different_names_share_a_row() {
    let row = |flow: &str, label: &str, subject: &str| {
        let action = Action { flow: flow.into(), ..action("open", subject) };
        let mut button = button(label, action, Weight::Plain);
        button.spoken = Some(format!("{label} {subject}"));
        Part::Row(Row { line: Line::plain(subject), button })
    };
    let buttons = |labels: &[&str]| {
        let all = labels.iter().map(|one| button(one, action("do", one), Weight::Plain));
        Part::Buttons(all.collect())
    };
    let drawn = |parts: Vec<Part>| -> Vec<Vec<String>> {
        let drawn = shown(parts);
        let rows = drawn["components"].as_array().unwrap().iter();
        let words = |one: &Value| {
            let word = one["label"].as_str().or(one["placeholder"].as_str());
            word.unwrap().to_owned()
        };
        rows.map(|row| row["components"].as_array().unwrap().iter().map(words).collect()).collect()
    };
    let page = vec![
        buttons(&["Refer a customer", "My referrals"]),
        row("answer", "Answer", "NOR-1"),
        row("open", "Open", "NOR-2"),
        row("open", "Open", "NOR-3"),
        row("extend", "Ask for extension", "NOR-4"),
        buttons(&["Help"]),
    ];
    #[rustfmt::skip]
    assert_eq!(drawn(page), [
        vec!["Refer a customer", "My referrals", "Help"],
        vec!["Answer NOR-1", "Ask for extension NOR-4"],
        vec!["Open"],
    ]);
    let page = vec![buttons(&["Draft it", "Skip it"]), buttons(&["Draft it", "Skip it"])];
    assert_eq!(drawn(page), [["Draft it", "Skip it"], ["Draft it", "Skip it"]]);
    let page = vec![buttons(&["1", "2", "3"]), buttons(&["4", "5", "6"])];
    assert_eq!(drawn(page), [["1", "2", "3"], ["4", "5", "6"]]);
}

#[test]
fn a_list_shows_what_is_chosen() {
    let offer = |label: &str, subject: &str| Offer {
        label: label.into(),
        action: action("filter", subject),
    };
    let options = vec![offer("All", "0"), offer("Won", "8")];
    let select = Select { label: "Show".into(), name: "filter".into(), options, chosen: Some(1) };
    let drawn = shown(vec![Part::Select(select)]);
    let menu = &drawn["components"][0]["components"][0];
    assert_eq!(menu["custom_id"], "list:review:filter");
    let chosen = |at: usize| menu["options"][at]["default"] == json!(true);
    assert_eq!((chosen(0), chosen(1)), (false, true));
}

fn input(name: &str, kind: FieldKind) -> Field {
    let (name, label) = (name.to_owned(), format!("The {name}"));
    Field { name, label, hint: Some("A hint".into()), required: true, kind }
}

fn short(name: &str) -> Field {
    input(name, FieldKind::Short { preset: String::new() })
}

fn a_form(pages: Vec<Vec<Field>>) -> Form {
    Form {
        id: "frm_1".into(),
        flow: "refer".into(),
        title: "Refer a customer".into(),
        submit: "Register".into(),
        close: "Cancel".into(),
        intro: vec![],
        pages,
        foot: vec![],
    }
}

#[test]
fn an_input_stands_below_its_label() {
    let option = |value: &str| Choice { value: value.into(), label: value.to_uppercase() };
    let options = vec![option("a"), option("b")];
    let drawn = form(
        &a_form(vec![vec![
            input("site", FieldKind::Short { preset: "acme.example".into() }),
            input("need", FieldKind::Long { preset: String::new() }),
            input(
                "basis",
                FieldKind::Choice { options: options.clone(), preset: Some("b".into()) },
            ),
            input("stage", FieldKind::Pick { options: options.clone(), preset: None }),
            input("date", FieldKind::Day { preset: "2026-03-31".parse().ok() }),
        ]]),
        0,
    );
    assert_eq!(
        (&drawn["title"], &drawn["custom_id"]),
        (&json!("Refer a customer"), &json!("modal:refer:frm_1:0/1"))
    );
    let parts = drawn["components"].as_array().unwrap();
    assert_eq!(
        parts[0],
        json!({
            "type": 18, "label": "The site", "description": "A hint",
            "component": {
                "type": 4, "custom_id": "line:site", "style": 1, "value": "acme.example",
                "max_length": 3000, "required": true,
            },
        })
    );
    let kinds: Vec<&Value> = parts.iter().map(|part| &part["component"]["type"]).collect();
    assert_eq!(kinds, [&json!(4), &json!(4), &json!(21), &json!(3), &json!(4)]);
    assert_eq!(parts[1]["component"]["style"], 2);
    assert_eq!(parts[2]["component"]["options"][1]["default"], true);
    assert_eq!(parts[4]["component"]["value"], "2026-03-31");
}

#[test]
fn a_radio_group_has_two_choices_at_least() {
    let options = vec![Choice { value: "a".into(), label: "A".into() }];
    let one = input("basis", FieldKind::Choice { options, preset: None });
    let none = input("basis", FieldKind::Choice { options: vec![], preset: None });
    let drawn = form(&a_form(vec![vec![one, none]]), 0);
    assert_eq!(drawn["components"].as_array().unwrap().len(), 1, "nobody could choose of none");
    assert_eq!(drawn["components"][0]["component"]["type"], 3);
}

#[test]
fn a_page_has_five_parts_at_most() {
    let names = |form: &Form, pages: usize| -> Vec<Vec<String>> {
        (0..pages).map(|page| inputs_on(form, page)).collect()
    };
    let two = a_form(vec![vec![short("a"), short("b")], vec![short("c")]]);
    assert_eq!(names(&two, 3), [vec!["a", "b"], vec!["c"], vec![]]);
    assert_eq!(form(&two, 1)["custom_id"], "modal:refer:frm_1:1/2");
    let five: Vec<Field> = ["a", "b", "c", "d", "e"].into_iter().map(short).collect();
    let mut tight = a_form(vec![five, vec![short("f"), short("g")]]);
    tight.intro = vec![plain("Read this first.")];
    tight.foot = vec![Part::Context(Line::plain("And this last."))];
    assert_eq!(names(&tight, 2), [vec!["a", "b", "c", "d"], vec!["e", "f", "g"]]);
    let first = form(&tight, 0);
    assert_eq!(first["components"][0], json!({ "type": 10, "content": "Read this first." }));
    let last = form(&tight, 1);
    assert_eq!(last["components"].as_array().unwrap().len(), 4);
    assert_eq!(last["components"][3]["content"], "-# And this last.");
    assert_eq!(form(&tight, 9), last, "a page that is not there is the last");
}

#[test]
fn what_is_offered_is_at_most_twenty_five() {
    let choice = |at: usize| Choice { value: at.to_string(), label: format!("NOR-{at}") };
    let mut all: Vec<Choice> = (0..40).map(choice).collect();
    all[0].value = "x".repeat(101);
    let offered = choices(&all);
    assert_eq!(offered["choices"].as_array().unwrap().len(), 25);
    assert_eq!(offered["choices"][0], json!({ "name": "NOR-1", "value": "1" }));
}
