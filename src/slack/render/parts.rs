//! The parts of a message, top to bottom: texts, fields, small print, buttons.

use serde_json::{Value, json};

use super::inputs;
use super::words::{escape, plain};
use crate::chat::chart::Chart;
use crate::chat::limits::{
    ALT, BUTTON_LABEL, BUTTONS, CONFIRM_BUTTON, CONFIRM_TEXT, CONFIRM_TITLE, CONTEXT, FIELD_LABEL,
    FIELD_VALUE, FIELDS, HINT, MESSAGE, PICKS, SPOKEN, TEXT, shorten, units,
};
use crate::chat::view::{
    Action, Button, Choice, Confirm, InstantStyle, Labelled, Line, Offer, Part, Row, Select, Span,
    Weight,
};
use crate::chat::words::{mail_address, visible, web_address};
use crate::slack::action;

/// Elements of a context block. Source: Slack, "Context block".
const CONTEXT_ELEMENTS: usize = 10;

/// Draws `parts`; what goes beyond [`MESSAGE`] units in all is cut.
pub(super) fn blocks(parts: &[Part]) -> Vec<Value> {
    with_files(parts, &[])
}

/// The same with charts, as far as they were uploaded.
pub(super) fn with_files(parts: &[Part], files: &[Option<String>]) -> Vec<Value> {
    let mut left = MESSAGE;
    let mut used = Vec::new();
    let mut files = files.iter();
    let drawn = parts.iter().filter_map(|part| match part {
        Part::Chart(chart) => files.next()?.as_ref().map(|file| image(chart, file)),
        part => block(part, &mut left, &mut used),
    });
    drawn.collect()
}

fn image(chart: &Chart, file: &str) -> Value {
    json!({
        "type": "image",
        "slack_file": { "id": file },
        "alt_text": shorten(&visible(&chart.alt), ALT),
    })
}

/// One part as one block, or nothing where nothing is left to show: Slack refuses empty texts.
fn block<'a>(part: &'a Part, left: &mut usize, used: &mut Vec<&'a Action>) -> Option<Value> {
    match part {
        Part::Text(line) => rich_text(&spans(line, TEXT, left)),
        Part::Fields(list) => rich_text(&fields(list, left)),
        Part::Context(line) => context(line, left),
        Part::Divider => Some(json!({ "type": "divider" })),
        // A block has no colour; the state stands there as a word.
        Part::Tone(_) => None,
        // There are no forums; a chart has to be uploaded first.
        Part::Title(_) | Part::Chart(_) => None,
        Part::Buttons(list) => buttons(list, used),
        Part::Select(list) => select(list),
        Part::Row(one) => row(one, left, used),
    }
}

fn rich_text(elements: &[Value]) -> Option<Value> {
    if elements.is_empty() {
        return None;
    }
    let section = json!({ "type": "rich_text_section", "elements": elements });
    Some(json!({ "type": "rich_text", "elements": [section] }))
}

/// One field a line, the label in bold. A value has no line breaks, so that nobody can type
/// themselves a further field.
fn fields(list: &[Labelled], left: &mut usize) -> Vec<Value> {
    let mut elements = Vec::new();
    for field in list.iter().take(FIELDS) {
        let lead = if elements.is_empty() { "" } else { "\n" };
        let label = shorten(&one_line(&field.label), FIELD_LABEL);
        let mut room = left.saturating_sub(units(&label) + 3);
        let value = spans(&one_lined(&field.value), FIELD_VALUE, &mut room);
        if value.is_empty() {
            continue;
        }
        *left = room;
        elements.push(text(&format!("{lead}{label}:"), Some("bold")));
        elements.push(text(" ", None));
        elements.extend(value);
    }
    elements
}

fn one_lined(line: &Line) -> Line {
    let spans = line.0.iter().cloned().map(|span| match span {
        Span::Plain(text) => Span::Plain(flat(&text)),
        Span::Bold(text) => Span::Bold(flat(&text)),
        Span::Code(text) => Span::Code(flat(&text)),
        Span::Link { label, url } => Span::Link { label: flat(&label), url },
        Span::Instant { .. } => span,
    });
    Line(spans.collect())
}

/// The spans of a line as rich text, within `most` units and within what is left of the message.
fn spans(line: &Line, most: usize, left: &mut usize) -> Vec<Value> {
    let allowed = most.min(*left);
    let mut room = allowed;
    let elements = line.0.iter().filter_map(|span| element(span, &mut room)).collect();
    *left -= allowed - room;
    elements
}

fn element(span: &Span, room: &mut usize) -> Option<Value> {
    match span {
        Span::Plain(words) => Some(text(&fit(words, room)?, None)),
        Span::Bold(words) => Some(text(&fit(words, room)?, Some("bold"))),
        Span::Code(words) => Some(text(&fit(words, room)?, Some("code"))),
        Span::Instant { at, style, fallback } => {
            let fallback = fit(fallback, room)?;
            let timestamp = at.timestamp();
            Some(json!({
                "type": "date",
                "timestamp": timestamp,
                "format": token(*style),
                "fallback": fallback,
            }))
        }
        Span::Link { label, url } => {
            let label = fit(label, room)?;
            Some(match live_address(url) {
                Some(url) => json!({ "type": "link", "url": url, "text": label }),
                None => text(&label, None),
            })
        }
    }
}

/// An address that Slack makes a link of: of the web, or of a mailbox.
/// Source: Slack, "Formatting text", "Email links".
fn live_address(url: &str) -> Option<&str> {
    web_address(url).or_else(|| mail_address(url))
}

/// The part of `words` that still has room, or nothing.
fn fit(words: &str, room: &mut usize) -> Option<String> {
    let shown = if *room == 0 { String::new() } else { shorten(&visible(words), *room) };
    *room -= units(&shown).min(*room);
    (!shown.is_empty()).then_some(shown)
}

fn text(words: &str, style: Option<&str>) -> Value {
    match style {
        None => json!({ "type": "text", "text": words }),
        Some(style) => json!({ "type": "text", "text": words, "style": { style: true } }),
    }
}

/// How Slack writes an instant in the reader's zone and language; with no word of ours between.
/// Source: Slack, "Formatting text", "Date formatting".
const fn token(style: InstantStyle) -> &'static str {
    match style {
        InstantStyle::Minute => "{date_long}, {time}",
        InstantStyle::Second => "{date_long}, {time_secs}",
    }
}

/// Small print. Words are `plain_text`; only instants and links, whose markup is all ours, are
/// `mrkdwn`. Slack sets the elements side by side in reading order.
fn context(line: &Line, left: &mut usize) -> Option<Value> {
    let allowed = CONTEXT.min(*left);
    let mut room = allowed;
    let mut elements = Vec::new();
    let mut words = String::new();
    for span in &line.0 {
        if let Some(markup) = markup(span, &mut room) {
            elements.extend(small(&std::mem::take(&mut words)));
            elements.push(markup);
        } else {
            words.extend(fit(&words_of(span), &mut room));
        }
    }
    elements.extend(small(&words));
    *left -= allowed - room;
    if elements.len() > CONTEXT_ELEMENTS {
        elements = small(&shorten(&visible(&line.words()), allowed)).into_iter().collect();
    }
    (!elements.is_empty()).then(|| json!({ "type": "context", "elements": elements }))
}

/// An instant or a link as `mrkdwn`.
fn markup(span: &Span, room: &mut usize) -> Option<Value> {
    let text = match span {
        Span::Instant { at, style, fallback } => {
            let fallback = escape(&fit(fallback, room)?).replace(['|', '^'], " ");
            format!("<!date^{}^{}|{fallback}>", at.timestamp(), token(*style))
        }
        Span::Link { label, url } => {
            let url = live_address(url)?;
            let label = escape(&fit(label, room)?).replace(['|', '*', '_', '~', '`', ':'], " ");
            format!("<{}|{label}>", url.replace('&', "&amp;"))
        }
        Span::Plain(_) | Span::Bold(_) | Span::Code(_) => return None,
    };
    Some(json!({ "type": "mrkdwn", "text": text, "verbatim": true }))
}

fn words_of(span: &Span) -> String {
    Line(vec![span.clone()]).words()
}

fn small(words: &str) -> Option<Value> {
    let words = words.trim();
    (!words.is_empty()).then(|| json!({ "type": "plain_text", "text": words, "emoji": false }))
}

fn buttons<'a>(list: &'a [Button], used: &mut Vec<&'a Action>) -> Option<Value> {
    let elements: Vec<Value> = list.iter().take(BUTTONS).map(|one| button(one, used)).collect();
    (!elements.is_empty()).then(|| json!({ "type": "actions", "elements": elements }))
}

/// A line with its button. What a button stands beside is `plain_text` or markup; words are the former.
fn row<'a>(row: &'a Row, left: &mut usize, used: &mut Vec<&'a Action>) -> Option<Value> {
    let words = fit(&one_line(&row.line.words()), left)?;
    let accessory = button(&row.button, used);
    Some(json!({ "type": "section", "text": plain(&words, TEXT), "accessory": accessory }))
}

fn button<'a>(button: &'a Button, used: &mut Vec<&'a Action>) -> Value {
    let Action { flow, choice, .. } = &button.action;
    let nth = used.iter().filter(|one| one.flow == *flow && one.choice == *choice).count();
    used.push(&button.action);
    let mut element = json!({
        "type": "button",
        "action_id": action::id(&button.action, nth),
        "value": button.action.written(),
        "text": plain(&button.label, BUTTON_LABEL),
    });
    match button.weight {
        Weight::Plain => {} // Slack's plain style is the absent key.
        Weight::Primary => element["style"] = json!("primary"),
        Weight::Danger => element["style"] = json!("danger"),
    }
    if let Some(spoken) = &button.spoken {
        element["accessibility_label"] = json!(shorten(&one_line(spoken), SPOKEN));
    }
    if let Some(question) = &button.confirm {
        element["confirm"] = confirm(question);
    }
    element
}

/// A list in a row of its own; nothing where there is nothing to choose from.
fn select(list: &Select) -> Option<Value> {
    let first = &list.options.first()?.action;
    let choice =
        |offer: &Offer| Choice { value: offer.action.written(), label: offer.label.clone() };
    let options: Vec<Choice> = list.options.iter().map(choice).collect();
    let chosen = list.chosen.and_then(|at| options.get(at)).map(|one| one.value.as_str());
    let mut element = inputs::listed("static_select", &options, PICKS, chosen)?;
    element["action_id"] = json!(action::list_id(first, &list.name));
    element["placeholder"] = plain(&list.label, HINT);
    Some(json!({ "type": "actions", "elements": [element] }))
}

fn confirm(question: &Confirm) -> Value {
    json!({
        "title": plain(&question.title, CONFIRM_TITLE),
        "text": plain(&question.text, CONFIRM_TEXT),
        "confirm": plain(&question.yes, CONFIRM_BUTTON),
        "deny": plain(&question.no, CONFIRM_BUTTON),
        "style": "danger",
    })
}

fn one_line(words: &str) -> String {
    flat(words).trim().to_owned()
}

fn flat(words: &str) -> String {
    visible(words).replace('\n', " ")
}
