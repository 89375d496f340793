//! What was too much for a channel's day, as one message: a paragraph each, without its buttons,
//! pictures and small print.

use crate::chat::limits::{self, shorten, units};
use crate::chat::view::{Line, Message, Part, Span};
use crate::text::{Arg, Voice};

/// Paragraphs at most.
pub const MOST: usize = 10;
/// Units that all of them share, so that the whole fits a message.
const ROOM: usize = limits::MESSAGE - 300;

/// One post that was held back, as it would be said now.
#[derive(Clone, Debug)]
pub struct Held {
    pub message: Message,
    /// Whether people find the same elsewhere, whenever they ask for it.
    pub elsewhere: bool,
}

/// `None` where nothing is to be said any more.
#[must_use]
pub fn post(voice: &Voice<'_>, held: Vec<Held>) -> Option<Message> {
    let all = held.len();
    let lines = chosen(held).into_iter().map(|one| paragraph(one.message)).collect();
    let lines: Vec<Line> = shared(lines);
    if lines.is_empty() {
        return None;
    }
    let more = all.saturating_sub(lines.len());
    let mut parts = vec![
        Part::Title(voice.words("digest-title", &[])),
        Part::Text(voice.line("digest-head", &[])),
    ];
    parts.extend(lines.into_iter().map(Part::Text));
    if more > 0 {
        let more = [("n", Arg::count(more as u64))];
        parts.push(Part::Context(voice.line("digest-more", &more)));
    }
    Some(Message { parts })
}

/// In the order in which they came; what is found elsewhere makes room for what is not.
fn chosen(mut held: Vec<Held>) -> Vec<Held> {
    while held.len() > MOST
        && let Some(last) = held.iter().rposition(|one| one.elsewhere)
    {
        held.remove(last);
    }
    held.truncate(MOST);
    held
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

    fn held(text: String, elsewhere: bool) -> Held {
        let title = Part::Title("title".to_owned());
        let parts = vec![title, Part::Text(Line::plain(text)), Part::Divider];
        Held { message: Message { parts }, elsewhere }
    }

    #[test]
    fn what_is_found_elsewhere_makes_room_for_what_is_not() {
        let all = (0..14).map(|n| held(n.to_string(), n % 2 == 0)).collect();
        let stays: Vec<String> =
            chosen(all).into_iter().map(|one| paragraph(one.message).words()).collect();
        assert_eq!(stays, ["0", "1", "2", "3", "4", "5", "7", "9", "11", "13"]);
        let all = (0..14).map(|n| held(n.to_string(), false)).collect();
        assert_eq!(chosen(all).len(), MOST);
    }

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
