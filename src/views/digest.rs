//! What was too much for a channel's day, or came late, as one message: a paragraph each, without its
//! pictures and small print. Buttons stand below what is late alone: of all of it together.

use super::rhythm::absent;
use crate::chat::limits::{self, shorten, units};
use crate::chat::view::{Button, Line, Message, Part, Span, Weight};
use crate::domain::posts::Absence;
use crate::text::Voice;

/// Posts at most; the rest is for the next one.
pub const MOST: usize = 10;
/// Units that all of them share, so that the whole fits a message.
const ROOM: usize = limits::MESSAGE - 300;

/// The posts that were held back, as they would be said now, in the order in which they came; `None`
/// where nothing is to be said any more. `away`: some of them come late.
#[must_use]
pub fn post(voice: &Voice<'_>, held: Vec<Message>, away: Option<Absence>) -> Option<Message> {
    let buttons = buttons(&held);
    let lines: Vec<Line> = shared(held.into_iter().map(paragraph).collect());
    if lines.is_empty() {
        return None;
    }
    let (title, head) = match away {
        Some(away) => ("digest-late", voice.line("digest-late-head", &absent(away))),
        None => ("digest-title", voice.line("digest-head", &[])),
    };
    let mut parts = vec![Part::Title(voice.words(title, &[])), Part::Text(head)];
    parts.extend(lines.into_iter().map(Part::Text));
    parts.extend(away.map(|_| Part::Buttons(buttons)));
    Some(Message { parts })
}

/// Each that does something else, as many as fit: what matters most first, and one of that weight.
fn buttons(held: &[Message]) -> Vec<Button> {
    let all = held.iter().flat_map(|message| &message.parts).filter_map(|part| match part {
        Part::Buttons(buttons) => Some(buttons),
        _ => None,
    });
    let mut found: Vec<Button> = Vec::new();
    for button in all.flatten() {
        let does = |one: &Button| (one.action.flow.clone(), one.action.choice.clone());
        if found.iter().all(|one| does(one) != does(button)) {
            found.push(button.clone());
        }
    }
    found.sort_by_key(|button| button.weight != Weight::Primary);
    found.iter_mut().skip(1).for_each(|button| button.weight = Weight::Plain);
    found.truncate(limits::BUTTONS);
    found
}

fn paragraph(message: Message) -> Line {
    Line::rows(message.parts.into_iter().filter_map(|part| match part {
        Part::Text(line) => Some(line),
        Part::Fields(_)
        | Part::Divider
        | Part::Buttons(_)
        | Part::Select(_)
        | Part::Row(_)
        | Part::Context(_)
        | Part::Title(_)
        | Part::Chart(_)
        | Part::Tone(_) => None,
    }))
}

/// Cut so that all have room: the longest give way, the short ones stay whole.
fn shared(lines: Vec<Line>) -> Vec<Line> {
    let long: Vec<usize> = lines.iter().map(|line| units(&line.words())).collect();
    let fits = |most: &usize| long.iter().map(|long| long.min(most)).sum::<usize>() <= ROOM;
    let most = (0..=limits::TEXT).rev().find(fits).unwrap_or_default();
    lines.into_iter().map(|line| cut(line, most)).collect()
}

/// At most so many units of a line, with "…" in place of the rest.
fn cut(line: Line, most: usize) -> Line {
    if units(&line.words()) <= most {
        return line;
    }
    let mut left = most.saturating_sub(1);
    let mut spans = Vec::new();
    for span in line.0 {
        let long = units(&Line(vec![span.clone()]).words());
        if long <= left {
            left -= long;
            spans.push(span);
            continue;
        }
        match span {
            Span::Plain(text) => spans.push(Span::Plain(shorten(&text, left + 1))),
            Span::Bold(text) => spans.push(Span::Bold(shorten(&text, left + 1))),
            // Half of one would mean something else.
            Span::Code(_) | Span::Instant { .. } | Span::Link { .. } => {
                spans.push(Span::Plain("…".to_owned()));
            }
        }
        break;
    }
    Line(spans)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_ones_give_way_and_short_ones_stay_whole() {
        let lines = |long: &[usize]| -> Vec<usize> {
            let lines = long.iter().map(|long| Line::plain("a".repeat(*long))).collect();
            shared(lines).iter().map(|line| units(&line.words())).collect()
        };
        assert_eq!(lines(&[10, 20]), [10, 20]);
        assert_eq!(lines(&[400; 4]), [400; 4]);
        assert_eq!(lines(&[1_000, 100, 1_000]), [750, 100, 750]);
        assert_eq!(lines(&[1_000; 10]), [160; 10]);
        let bold = Line(vec![Span::Bold("ab".to_owned()), Span::Code("cdefg".to_owned())]);
        assert_eq!(cut(bold.clone(), 7), bold);
        assert_eq!(cut(bold, 6).words(), "ab…");
    }
}
