//! The review in chat, for one reader alone: a few sections a page, and of each no more than fits. The
//! whole of it is a file.

use super::{Block, Pack, Section, TURN, sections};
use crate::chat::limits;
use crate::chat::view::{Button, Line, Panel, Part, Span};
use crate::text::{Arg, Voice};
use crate::views::board::period_word;
use crate::views::{panel, plain};

/// Where pages begin: each has so few sections that it fits one message.
const BEGINS: [usize; 4] = [0, 3, 5, 7];
/// Rows of a section.
const LINES: usize = 6;

/// A page by its place; one that is not there is the first.
#[must_use]
pub fn page(voice: &Voice<'_>, pack: &Pack, nth: usize) -> Panel {
    let nth = if nth < BEGINS.len() { nth } else { 0 };
    let (first, end) = (BEGINS[nth], BEGINS.get(nth + 1).copied());
    let all = sections(voice, pack);
    let here = all.get(first..end.unwrap_or(all.len())).unwrap_or_default();
    let quarter = period_word(voice, pack.quarter());
    let args = [("partner", Arg::Text(pack.partner.as_str())), ("quarter", Arg::Word(&quarter))];
    let mut parts = vec![Part::Text(voice.line("pack-head", &args))];
    parts.extend(here.iter().map(|section| Part::Text(shown(voice, section))));
    let more = (nth + 1 < BEGINS.len()).then(|| turn(voice, pack, "button-show-more", nth + 1));
    let back = (nth > 0).then(|| turn(voice, pack, "button-show-first", 0));
    parts.push(Part::Buttons(more.into_iter().chain(back).collect()));
    panel(voice, voice.words("pack-title", &[]), parts)
}

fn turn(voice: &Voice<'_>, pack: &Pack, key: &str, nth: usize) -> Button {
    let subject = format!("{}.{nth}", pack.quarter());
    plain(voice.words(key, &[]), "pack", TURN, &subject, 0)
}

fn shown(voice: &Voice<'_>, section: &Section) -> Line {
    let mut lines = vec![Line(vec![Span::Bold(section.title.clone())])];
    for block in &section.blocks {
        match block {
            Block::Text(line) => lines.push(line.clone()),
            Block::Table(table) => {
                lines.push(joined(&table.head));
                lines.extend(table.rows.iter().take(LINES).map(|row| joined(row)));
                let more = table.rows.len().saturating_sub(LINES);
                let n = [("n", Arg::count(more))];
                lines.extend((more > 0).then(|| voice.line("week-more", &n)));
            }
        }
    }
    Line::rows(lines)
}

/// As much of a cell as a line in chat has room for.
const CELL: usize = 100;

/// A row as a line in chat.
fn joined(row: &[String]) -> Line {
    let cells = row.iter().filter(|cell| !cell.is_empty());
    let cells: Vec<String> = cells.map(|cell| limits::shorten(cell, CELL)).collect();
    Line::plain(cells.join(" · "))
}
