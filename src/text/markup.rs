//! From a formatted template to spans, with the arguments put in afterwards.
//!
//! Formatting sees a single private-use character in place of each argument (counts excepted:
//! plurals look at them). The result therefore holds our own template and nothing else, and can be
//! read for markup safely; only then the stand-ins give way to what they stand for.

use fluent_bundle::FluentValue;

use crate::chat::view::{InstantStyle, Line, Span};

use super::{Arg, Voice};

/// The first of 6,400 characters that mean nothing to anybody (Unicode, "Private Use Area").
const FIRST_STAND_IN: u32 = 0xE000;
const LAST_STAND_IN: u32 = 0xF8FF;

const ISOLATE: char = '\u{2068}';
const END_ISOLATE: char = '\u{2069}';

/// What the format language gets to see of the argument at this place in the list.
pub(super) fn stand_in(at: usize, arg: &Arg) -> FluentValue<'static> {
    if let Arg::Count(count) = arg {
        return FluentValue::from(*count);
    }
    let at = u32::try_from(at).unwrap_or(u32::MAX);
    let stand_in = FIRST_STAND_IN.saturating_add(at).min(LAST_STAND_IN);
    FluentValue::from(char::from_u32(stand_in).map(String::from).unwrap_or_default())
}

/// Reads the markup of `formatted` and puts the arguments in.
pub(super) fn line(formatted: &str, args: &[(&str, Arg)], voice: &Voice) -> Line {
    let mut pen = Pen::default();
    let mut rest = formatted.chars().peekable();
    while let Some(next) = rest.next() {
        match next {
            '`' => pen.switch_code(),
            '*' if !pen.code && rest.next_if_eq(&'*').is_some() => pen.switch_bold(),
            _ => match argument(next, args) {
                Some(arg) => pen.put(arg, voice),
                None => pen.words.push(next),
            },
        }
    }
    debug_assert!(!pen.bold && !pen.code, "markup left open in {formatted:?}");
    pen.flush();
    Line(pen.spans)
}

fn argument<'a>(stand_in: char, args: &'a [(&str, Arg<'a>)]) -> Option<&'a Arg<'a>> {
    let at = u32::from(stand_in).checked_sub(FIRST_STAND_IN)?;
    args.get(usize::try_from(at).ok()?).map(|(_, arg)| arg)
}

/// What has been written so far, and the style that holds now.
#[derive(Default)]
struct Pen {
    spans: Vec<Span>,
    words: String,
    bold: bool,
    code: bool,
}

impl Pen {
    fn switch_bold(&mut self) {
        self.flush();
        self.bold = !self.bold;
    }

    fn switch_code(&mut self) {
        self.flush();
        self.code = !self.code;
    }

    fn put(&mut self, arg: &Arg, voice: &Voice) {
        match arg {
            Arg::Text(text) => self.words.push_str(&isolated(text)),
            Arg::Word(word) => self.words.push_str(word),
            Arg::Count(count) => self.words.push_str(&count.to_string()),
            Arg::Day(day) => self.words.push_str(&voice.day(*day)),
            Arg::Instant(at) => self.put_span(Span::Instant {
                at: *at,
                style: InstantStyle::Minute,
                fallback: voice.instant(*at),
            }),
            Arg::Second(at) => self.put_span(Span::Instant {
                at: *at,
                style: InstantStyle::Second,
                fallback: voice.second(*at),
            }),
            Arg::Line(line) => line.0.iter().for_each(|span| match span {
                Span::Plain(text) => self.words.push_str(text),
                Span::Bold(_) | Span::Code(_) | Span::Instant { .. } | Span::Link { .. } => {
                    self.put_span(span.clone());
                }
            }),
        }
    }

    fn put_span(&mut self, span: Span) {
        self.flush();
        self.spans.push(span);
    }

    fn flush(&mut self) {
        if self.words.is_empty() {
            return;
        }
        let words = std::mem::take(&mut self.words);
        self.spans.push(match (self.code, self.bold) {
            (true, _) => Span::Code(words),
            (false, true) => Span::Bold(words),
            (false, false) => Span::Plain(words),
        });
    }
}

/// `text` so that its writing direction cannot reorder the sentence around it.
///
/// Between left-to-right words the marks change nothing for left-to-right text, so they stand only
/// where there is something to hold back; a search for "by Sales 1" then finds it. Isolating marks
/// inside would pair with ours, so they are taken out; they show nothing by themselves.
fn isolated(text: &str) -> String {
    if !text.chars().any(turns_direction) {
        return text.to_owned();
    }
    let inner = text.chars().filter(|mark| !('\u{2066}'..='\u{2069}').contains(mark));
    std::iter::once(ISOLATE).chain(inner).chain(std::iter::once(END_ISOLATE)).collect()
}

/// Whether a character is written from right to left or steers direction.
///
/// Blocks, not exact properties: one isolate too many is harmless. Source: Unicode Standard Annex
/// 9, explicit formatting characters, and the blocks whose default class is R or AL.
const fn turns_direction(mark: char) -> bool {
    matches!(
        mark,
        '\u{0590}'..='\u{08FF}'
            | '\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2066}'..='\u{2069}'
            | '\u{FB1D}'..='\u{FDFF}'
            | '\u{FE70}'..='\u{FEFF}'
            | '\u{10800}'..='\u{10FFF}'
            | '\u{1E800}'..='\u{1EFFF}'
    )
}
