//! The parts of a message, top to bottom. What stands alone is content; where there are fields or
//! lines of a list, the first text is content, which notifications show, and the rest an embed.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use serenity::all::{
    ButtonStyle, CreateActionRow, CreateButton, CreateEmbed, CreateSelectMenu,
    CreateSelectMenuKind, CreateSelectMenuOption,
};

use super::words::{escape, fit, label};
use crate::chat::limits::{BUTTONS, CONTEXT, FIELD_LABEL, FIELD_VALUE, FIELDS, PICKS, TEXT, units};
use crate::chat::view::{
    Button, InstantStyle, Labelled, Line, Offer, Part, Row, Select, Span, Tone, Weight,
};
use crate::chat::words::{visible, web_address};
use crate::discord::custom;

/// Units of a message's content and of an embed's description. Source: Discord, "Message resource".
const CONTENT: usize = 2_000;
const DESCRIPTION: usize = 4_096;
/// Rows of components in a message, characters of a button's label and of an option's.
/// Source: Discord, "Component reference".
const ROWS: usize = 5;
const LABEL: usize = 80;
const OPTION: usize = 100;

/// A message, part by part of Discord's.
pub(super) struct Drawn {
    pub(super) content: String,
    pub(super) embeds: Vec<Value>,
    pub(super) components: Vec<Value>,
}

pub(super) fn drawn(parts: &[Part]) -> Drawn {
    let tone = parts.iter().find_map(|part| match part {
        Part::Tone(tone) => Some(*tone),
        _ => None,
    });
    let listed = parts.iter().any(|part| matches!(part, Part::Fields(_) | Part::Row(_)));
    // Only an embed has a colour.
    let listed = listed || tone.is_some();
    let first = parts.iter().position(|part| matches!(part, Part::Text(_)));
    let first = first.filter(|_| listed).map_or(0, |at| at + 1);
    let (head, body) = if listed { parts.split_at(first) } else { (parts, &parts[..0]) };
    let content = text_of(head, CONTENT);
    let body = text_of(body, DESCRIPTION);
    let embeds = (!body.is_empty()).then(|| {
        let embed = CreateEmbed::new().description(&body);
        json!(match tone {
            Some(tone) => embed.colour(colour(tone)),
            None => embed,
        })
    });
    let mut drawn =
        Drawn { content, embeds: embeds.into_iter().collect(), components: rows(parts) };
    if drawn.content.is_empty() && drawn.embeds.is_empty() {
        drawn.content = label("", 1);
    }
    drawn
}

/// The stripe beside an embed. Each of them is told from the ground of both of Discord's looks, light
/// and dark, by a contrast of three to one at least.
const fn colour(tone: Tone) -> u32 {
    match tone {
        Tone::Info => 0x3D_86_D6,
        Tone::Warn => 0xC2_7A_0E,
        Tone::Good => 0x2F_9A_55,
        Tone::Danger => 0xE0_56_4C,
        Tone::Muted => 0x7F_89_84,
    }
}

/// The parts that are read, a line each, in at most `most` units.
pub(super) fn text_of(parts: &[Part], most: usize) -> String {
    let mut room = most;
    let mut lines: Vec<String> = Vec::new();
    for part in parts {
        // The line break before it.
        let mut left = room.saturating_sub(1);
        let said = match part {
            Part::Text(text) => line(text, TEXT, &mut left),
            Part::Fields(list) => fields(list, &mut left),
            Part::Context(text) => small(text, &mut left),
            Part::Row(row) => row_text(row, &mut left),
            Part::Divider => (!lines.is_empty()).then(String::new),
            // A chart is a file beside it.
            Part::Buttons(_)
            | Part::Select(_)
            | Part::Tone(_)
            | Part::Title(_)
            | Part::Chart(_) => None,
        };
        if let Some(said) = said {
            room = left;
            lines.push(said);
        }
    }
    lines.join("\n")
}

/// The spans of a line within `most` units and within `room`.
fn line(line: &Line, most: usize, room: &mut usize) -> Option<String> {
    // Escapes may take as much again.
    let allowed = (most * 2).min(*room);
    let mut left = allowed;
    let said: String = line.0.iter().filter_map(|one| span(one, &mut left)).collect();
    *room -= allowed - left;
    (!said.trim().is_empty()).then_some(said)
}

fn span(span: &Span, room: &mut usize) -> Option<String> {
    match span {
        Span::Plain(words) => fit(words, room),
        Span::Bold(words) => marked(words, "**", room),
        Span::Code(words) => code(words, room),
        Span::Instant { at, style, .. } => {
            let seconds = at.timestamp();
            whole(
                match style {
                    InstantStyle::Minute => format!("<t:{seconds}:f>"),
                    InstantStyle::Second => format!("<t:{seconds}:D> <t:{seconds}:T>"),
                },
                room,
            )
        }
        Span::Link { label, url } => match web_address(url) {
            // A bracket would end the address.
            Some(url) => {
                let url = url.replace('(', "%28").replace(')', "%29");
                whole(format!("[{}]({url})", escape(&flat(label))), room)
            }
            None => fit(label, room),
        },
    }
}

/// Words between marks. White space beside a mark would keep it from being one.
fn marked(words: &str, mark: &str, room: &mut usize) -> Option<String> {
    let trimmed = words.trim();
    let (before, after) = (words.len() - words.trim_start().len(), words.trim_end().len());
    let mut left = room.checked_sub(mark.len() * 2 + words.len() - trimmed.len())?;
    let Some(shown) = fit(trimmed, &mut left) else { return fit(words, room) };
    *room = left;
    let (lead, tail) = (&words[..before.min(words.len())], &words[after..]);
    Some(format!("{lead}{mark}{shown}{mark}{tail}"))
}

/// Literal words. What holds a backtick cannot stand between them and is escaped instead.
fn code(words: &str, room: &mut usize) -> Option<String> {
    let words = flat(words);
    if words.contains('`') || words.trim().is_empty() {
        return fit(&words, room);
    }
    let marked = format!("`{}`", words.trim());
    whole(marked, room).or_else(|| fit(&words, room))
}

/// What cannot be cut: all of it, or nothing.
fn whole(text: String, room: &mut usize) -> Option<String> {
    let left = room.checked_sub(units(&text))?;
    *room = left;
    Some(text)
}

/// One field a line, the label in bold. A value has no line breaks, so that nobody can type
/// themselves a further field.
fn fields(list: &[Labelled], room: &mut usize) -> Option<String> {
    let mut lines = Vec::new();
    for field in list.iter().take(FIELDS) {
        let name = escape(&label(&field.label, FIELD_LABEL));
        // Four stars, a colon, a space and a line break.
        let Some(mut left) = room.checked_sub(units(&name) + 7) else { break };
        let Some(value) = line(&one_lined(&field.value), FIELD_VALUE, &mut left) else { continue };
        *room = left;
        lines.push(format!("**{name}:** {value}"));
    }
    (!lines.is_empty()).then(|| lines.join("\n"))
}

fn small(text: &Line, room: &mut usize) -> Option<String> {
    let mut left = room.checked_sub(3)?;
    let said = line(&one_lined(text), CONTEXT, &mut left)?;
    *room = left;
    Some(format!("-# {said}"))
}

fn row_text(row: &Row, room: &mut usize) -> Option<String> {
    let mut left = room.checked_sub(2)?;
    let said = line(&one_lined(&row.line), TEXT, &mut left)?;
    *room = left;
    Some(format!("• {said}"))
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

fn flat(words: &str) -> String {
    visible(words).replace('\n', " ")
}

/// A row of components, before it is drawn.
enum Laid<'a> {
    /// Each with the words on it.
    Buttons(Vec<(&'a Button, &'a str)>),
    Select(&'a Select),
    /// Lines with a button each, of one flow.
    List(Vec<&'a Row>),
}

/// The components in their rows.
fn rows(parts: &[Part]) -> Vec<Value> {
    let mut used = Used::default();
    let laid = laid_out(parts);
    let drawn = laid.iter().filter_map(|row| match row {
        Laid::Buttons(buttons) => button_row(buttons, &mut used),
        Laid::Select(select) => select_row(select, &mut used),
        Laid::List(lines) => row_list(lines, &mut used),
    });
    let mut rows: Vec<CreateActionRow> = drawn.collect();
    if rows.len() > ROWS {
        tracing::warn!(rows = rows.len(), "a message has more rows than Discord takes");
        rows.truncate(ROWS);
    }
    rows.iter().map(|row| json!(row)).collect()
}

/// There are five rows, all of them below what is read: buttons that follow each other share one as
/// long as each of them says what it is. Lines with a button each become lists, one for each thing that
/// can be done, for no button stands beside a line.
fn laid_out(parts: &[Part]) -> Vec<Laid<'_>> {
    let mut laid: Vec<Laid<'_>> = Vec::new();
    let mut listed: Vec<Vec<&Row>> = Vec::new();
    for part in parts {
        match part {
            Part::Row(row) => {
                let flow = &row.button.action.flow;
                let same = |list: &&mut Vec<&Row>| list[0].button.action.flow == *flow;
                match listed.iter_mut().find(same) {
                    Some(list) => list.push(row),
                    None => listed.push(vec![row]),
                }
            }
            Part::Buttons(buttons) => {
                let more = buttons.iter().take(BUTTONS).map(|one| (one, one.label.as_str()));
                lay(&mut laid, more.collect());
            }
            Part::Select(select) => laid.push(Laid::Select(select)),
            Part::Text(_)
            | Part::Fields(_)
            | Part::Context(_)
            | Part::Divider
            | Part::Tone(_)
            | Part::Title(_)
            | Part::Chart(_) => {}
        }
    }
    let (alone, many): (Vec<_>, Vec<_>) = listed.into_iter().partition(|list| list.len() == 1);
    // One line's button says of which line it is.
    let alone = alone.iter().map(|list| &list[0].button);
    let alone = alone.map(|one| (one, one.spoken.as_deref().unwrap_or(&one.label)));
    let alone: Vec<_> = alone.collect();
    laid.extend(alone.chunks(BUTTONS).map(|some| Laid::Buttons(some.to_vec())));
    laid.extend(many.into_iter().map(Laid::List));
    laid
}

/// Into the row before, where there is room and no button of the same name.
fn lay<'a>(laid: &mut Vec<Laid<'a>>, more: Vec<(&'a Button, &'a str)>) {
    if let Some(Laid::Buttons(there)) = laid.last_mut()
        && there.len() + more.len() <= BUTTONS
        && !more.iter().any(|(_, words)| there.iter().any(|(_, known)| known == words))
    {
        there.extend(more);
    } else {
        laid.push(Laid::Buttons(more));
    }
}

/// Ids that stand in the message already: Discord wants each once.
#[derive(Default)]
struct Used(BTreeSet<String>);

impl Used {
    /// The first of the ids that `make` gives for 0, 1, … that is not taken.
    fn take(&mut self, make: impl Fn(usize) -> Option<String>) -> Option<String> {
        let id = (0..BUTTONS * ROWS).find_map(|nth| make(nth).filter(|id| !self.0.contains(id)));
        if id.is_none() {
            tracing::error!("a component's id is too long for Discord, and it is left out");
        }
        self.0.extend(id.clone());
        id
    }
}

fn button_row(list: &[(&Button, &str)], used: &mut Used) -> Option<CreateActionRow> {
    let buttons: Vec<CreateButton> =
        list.iter().filter_map(|(one, words)| button(one, words, used)).collect();
    (!buttons.is_empty()).then_some(CreateActionRow::Buttons(buttons))
}

fn button(button: &Button, words: &str, used: &mut Used) -> Option<CreateButton> {
    let asks = button.confirm.is_some();
    let id = used.take(|nth| custom::button(&button.action, nth, asks))?;
    let style = match button.weight {
        Weight::Plain => ButtonStyle::Secondary,
        Weight::Primary => ButtonStyle::Primary,
        Weight::Danger => ButtonStyle::Danger,
    };
    Some(CreateButton::new(id).style(style).label(label(words, LABEL)))
}

fn select_row(select: &Select, used: &mut Used) -> Option<CreateActionRow> {
    let flow = &select.options.first()?.action.flow;
    let id = used.take(|nth| custom::list(flow, &numbered(&select.name, nth)))?;
    let chosen = select.chosen;
    let options = select.options.iter().enumerate();
    let options = options.map(|(at, offer)| (offer.clone(), chosen == Some(at)));
    list(id, &select.label, options)
}

/// Lines with a button each, all of one flow.
fn row_list(listed: &[&Row], used: &mut Used) -> Option<CreateActionRow> {
    let button = &listed.first()?.button;
    let id = used.take(|nth| custom::list(&button.action.flow, &numbered("rows", nth)))?;
    let options = listed.iter().map(|row| {
        let offer = Offer { label: row.line.words(), action: row.button.action.clone() };
        (offer, false)
    });
    list(id, &button.label, options)
}

fn numbered(name: &str, nth: usize) -> String {
    if nth == 0 { name.to_owned() } else { format!("{name}-{nth}") }
}

fn list(
    id: String,
    placeholder: &str,
    options: impl Iterator<Item = (Offer, bool)>,
) -> Option<CreateActionRow> {
    let mut values = BTreeSet::new();
    let option = |(offer, chosen): (Offer, bool)| {
        let value = custom::option(&offer.action)?;
        let option = CreateSelectMenuOption::new(label(&offer.label, OPTION), value.clone());
        // Discord refuses a list in which a value stands twice.
        values.insert(value).then(|| option.default_selection(chosen))
    };
    let options: Vec<CreateSelectMenuOption> = options.filter_map(option).take(PICKS).collect();
    if options.is_empty() {
        return None;
    }
    let kind = CreateSelectMenuKind::String { options };
    let menu = CreateSelectMenu::new(id, kind).placeholder(label(placeholder, OPTION));
    Some(CreateActionRow::SelectMenu(menu))
}
