//! A view as text: one line a part, with a letter for its kind; buttons in brackets, the first one
//! to press with a star, a dangerous one with an exclamation mark.

use crate::chat::view::{Button, Field, FieldKind, Form, Line, Message, Panel, Part, Span, Weight};
use crate::text::Arg;

use super::fits;

/// What stands for an argument that has no better example.
pub fn sample(name: &str) -> Arg<'static> {
    Arg::Word(match name {
        "ref" => "NOR-12",
        "company" => "Acme",
        "partner" => "North Partner",
        "domain" => "acme.example",
        "who" | "owner" => "Sales 1",
        "old" => "Sales 2",
        "date" | "until" | "due" | "lapse_on" | "place_until" | "when" | "time" | "at" => {
            "10 March 2026"
        }
        "command" => "/refer",
        "stage" => "Meeting",
        "reason" => "Too early",
        "word" => "Approved",
        "n" | "open" | "from" | "to" => "2",
        _ => "…",
    })
}

/// Texts under their headings.
pub fn sections<'a>(all: impl IntoIterator<Item = (&'a str, String)>) -> String {
    let section = |(name, text): (&str, String)| format!("== {name}\n{text}");
    all.into_iter().map(section).collect::<Vec<_>>().join("\n")
}

pub fn message(message: &Message) -> String {
    fits::parts(&message.parts);
    parts(&message.parts)
}

pub fn panel(panel: &Panel) -> String {
    fits::title(&panel.title);
    fits::title(&panel.close);
    fits::parts(&panel.parts);
    format!("# {} [{}]\n{}", panel.title, panel.close, parts(&panel.parts))
}

pub fn form(form: &Form) -> String {
    fits::form(form);
    let mut text = format!("# {} [{}]* [{}]\n", form.title, form.submit, form.close);
    text.push_str(&parts(&form.intro));
    for (at, page) in form.pages.iter().enumerate() {
        if at > 0 {
            text.push_str("-- next page, where inputs are few\n");
        }
        text.extend(page.iter().map(field));
    }
    text + &parts(&form.foot)
}

fn field(field: &Field) -> String {
    let must = if field.required { "*" } else { "" };
    let hint = field.hint.as_ref().map(|hint| format!(" “{hint}”")).unwrap_or_default();
    let preset = |text: &str| if text.is_empty() { String::new() } else { format!(" = {text}") };
    let kind = match &field.kind {
        FieldKind::Short { preset: text } => format!("short{}", preset(text)),
        FieldKind::Long { preset: text } => format!("long{}", preset(text)),
        FieldKind::Choice { options, preset: chosen }
        | FieldKind::Pick { options, preset: chosen } => {
            let label = |one: &crate::chat::view::Choice| {
                let mark = if Some(&one.value) == chosen.as_ref() { "(•) " } else { "" };
                format!("{mark}{}", one.label)
            };
            options.iter().map(label).collect::<Vec<_>>().join(" | ")
        }
        FieldKind::Several { options, presets } => {
            let label = |one: &crate::chat::view::Choice| {
                let mark = if presets.contains(&one.value) { "[x] " } else { "[ ] " };
                format!("{mark}{}", one.label)
            };
            options.iter().map(label).collect::<Vec<_>>().join(" | ")
        }
        FieldKind::Lookup => "found by typing".to_owned(),
        FieldKind::Person { preset: person } => {
            format!(
                "person{}",
                preset(&person.as_ref().map(ToString::to_string).unwrap_or_default())
            )
        }
        FieldKind::Day { preset: day } => {
            format!("day{}", preset(&day.map(|day| day.to_string()).unwrap_or_default()))
        }
    };
    format!("I {}{must}{hint}: {kind}\n", field.label)
}

fn parts(parts: &[Part]) -> String {
    parts.iter().map(part).collect()
}

fn part(part: &Part) -> String {
    match part {
        Part::Text(text) => format!("T {}\n", line(text).replace('\n', "\n  ")),
        Part::Context(text) => format!("C {}\n", line(text)),
        Part::Divider => "D\n".to_owned(),
        Part::Tone(tone) => format!("({tone:?})\n"),
        Part::Title(title) => format!("# {title}\n"),
        Part::Chart(chart) => format!("I {}\n", chart.alt),
        Part::Fields(fields) => {
            let field = |one: &crate::chat::view::Labelled| {
                format!("F {}: {}\n", one.label, line(&one.value))
            };
            fields.iter().map(field).collect()
        }
        Part::Buttons(buttons) => {
            let labels: Vec<String> = buttons.iter().map(button).collect();
            format!("A {}\n", labels.join(" "))
        }
        Part::Row(row) => format!("R {} {}\n", line(&row.line), button(&row.button)),
        Part::Select(select) => {
            let option = |(at, one): (usize, &crate::chat::view::Offer)| {
                let mark = if select.chosen == Some(at) { "(•) " } else { "" };
                format!("{mark}{}", one.label)
            };
            let options: Vec<String> = select.options.iter().enumerate().map(option).collect();
            format!("S {}: {}\n", select.label, options.join(" | "))
        }
    }
}

fn button(button: &Button) -> String {
    let mark = match button.weight {
        Weight::Plain => "",
        Weight::Primary => "*",
        Weight::Danger => "!",
    };
    let question = button
        .confirm
        .as_ref()
        .map(|ask| format!(" ({} {} [{}] [{}])", ask.title, ask.text, ask.yes, ask.no));
    format!("[{}]{mark}{}", button.label, question.unwrap_or_default())
}

fn line(line: &Line) -> String {
    line.0
        .iter()
        .map(|span| match span {
            Span::Plain(text) => text.clone(),
            Span::Bold(text) => format!("**{text}**"),
            Span::Code(text) => format!("`{text}`"),
            Span::Instant { fallback, .. } => format!("<{fallback}>"),
            Span::Link { label, url } => match url.strip_prefix("mailto:") {
                Some(mail) => format!("[{label}]({})", in_a_mail(mail)),
                None => format!("[{label}]({url})"),
            },
        })
        .collect()
}

/// What a mail begins with that a press opens.
fn in_a_mail(mail: &str) -> String {
    let begun = mail.split_once('?').map_or("", |(_, begun)| begun);
    let parts = form_urlencoded::parse(begun.as_bytes());
    let parts: Vec<String> = parts.map(|(_, text)| text.replace("\r\n\r\n", " / ")).collect();
    format!("✉ {}", parts.join(": "))
}
