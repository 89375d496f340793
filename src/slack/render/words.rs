//! Words as Slack may show them: literally, whatever was typed.
//!
//! Three places, three ways. `rich_text` and `plain_text` (with `emoji: false`) show characters as
//! they are, so [`visible`] only takes out what cannot be seen or turns text around. A message's
//! `text`, which notifications and screen readers use, is read as markup by Slack: [`fallback`]
//! escapes it and breaks the words that would call people. No markup is ever made of typed words.

use serde_json::{Value, json};
use unicode_segmentation::UnicodeSegmentation;

use crate::chat::limits::{shorten, units};

/// Characters of a message's `text`: above it `chat.update` answers `msg_too_long`.
/// Source: Slack, "Formatting text", "Truncating content"; slack.md §2.3.
const FALLBACK_MAX: usize = 4_000;

/// Splits a word for Slack's parsers, unseen by people and unspoken by screen readers.
const WORD_JOINER: char = '\u{2060}';
const ZERO_WIDTH_JOINER: char = '\u{200d}';

/// Stands where a label would be empty, which Slack refuses.
const NOTHING: &str = "–";

/// `text` without control characters, without characters that have no width, and without those
/// that change the direction of what follows. Line breaks stay; so does the joiner within an emoji.
pub(in crate::slack) fn visible(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    let mut before = None;
    while let Some(c) = rest.next() {
        let kept = match c {
            '\u{2028}' | '\u{2029}' | '\n' => Some('\n'),
            '\t' => Some(' '),
            ZERO_WIDTH_JOINER => {
                let joins =
                    before.is_some_and(in_emoji) && rest.peek().copied().is_some_and(in_emoji);
                joins.then_some(c)
            }
            c if c.is_control() || is_unseen(c) => None,
            c => Some(c),
        };
        shown.extend(kept);
        before = kept.or(before);
    }
    shown
}

/// Characters without width, and those that turn the reading direction.
/// Source: Unicode, "General punctuation"; Unicode Technical Report 36, section 3.
fn is_unseen(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{feff}'
        | '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}'
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// Pictures, their skin tones and their variation selector.
fn in_emoji(c: char) -> bool {
    matches!(c, '\u{fe0f}' | '\u{2190}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}')
}

/// A `plain_text` object of at most `most` units.
pub(super) fn plain(text: &str, most: usize) -> Value {
    let one_line = visible(text).replace('\n', " ");
    let shown = shorten(one_line.trim(), most);
    let shown = if shown.is_empty() { NOTHING } else { &shown };
    json!({ "type": "plain_text", "text": shown, "emoji": false })
}

/// `text` for a message's `text` argument: no markup, no mention, no emoji code, and short enough
/// after escaping.
pub(in crate::slack) fn fallback(text: &str) -> String {
    let text = without_calls(visible(text).trim());
    let text = if text.is_empty() { NOTHING } else { &text };
    let mut escaped = String::with_capacity(text.len());
    let mut left = FALLBACK_MAX - 1;
    for grapheme in text.graphemes(true) {
        let safe = escape(grapheme);
        if units(&safe) > left {
            escaped.push('…');
            break;
        }
        left -= units(&safe);
        escaped.push_str(&safe);
    }
    escaped
}

/// The three characters Slack reads as markup, as entities.
/// Source: Slack, "Formatting text", "Escaping text".
pub(super) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// `text` with "@channel" and the like, and ":tada:" and the like, broken after their first
/// character.
fn without_calls(text: &str) -> String {
    let mut broken = String::with_capacity(text.len());
    for (place, c) in text.char_indices() {
        broken.push(c);
        let after = &text[place + c.len_utf8()..];
        let live = match c {
            '@' => calls_everybody(after),
            ':' => names_an_emoji(after),
            _ => false,
        };
        if live {
            broken.push(WORD_JOINER);
        }
    }
    broken
}

/// The words behind an "@" that ring at everybody's desk.
fn calls_everybody(after: &str) -> bool {
    let word: String = after.chars().take(8).flat_map(char::to_lowercase).collect();
    ["channel", "here", "everyone", "group"].iter().any(|call| word.starts_with(call))
}

/// "tada:" and "+1:", but not the minutes in "16:00:07".
fn names_an_emoji(after: &str) -> bool {
    let Some((name, _)) = after.split_once(':') else { return false };
    let known = |c: char| c.is_alphanumeric() || "_+-'".contains(c);
    !name.is_empty() && name.chars().all(known) && !name.chars().all(|c| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_seen_is_not_shown() {
        #[rustfmt::skip]
        let table = [
            // typed                       shown
            ("a\0b\u{7}c",                 "abc"),
            ("Acme\u{202e}elpmaxe.live",   "Acmeelpmaxe.live"),
            ("zero\u{200b}\u{feff}width",  "zerowidth"),
            ("joined\u{200d}letters",      "joinedletters"),
            ("👩\u{200d}💻 👨\u{200d}👩\u{200d}👧", "👩\u{200d}💻 👨\u{200d}👩\u{200d}👧"),
            ("❤\u{fe0f}\u{200d}🔥",        "❤\u{fe0f}\u{200d}🔥"),
            ("👩\u{200d}",                 "👩"),
            ("one\r\ntwo\tthree",          "one\ntwo three"),
            ("&amp; <!here> *_~`",         "&amp; <!here> *_~`"),
        ];
        for (typed, shown) in table {
            assert_eq!(visible(typed), shown, "{typed:?}");
        }
    }

    #[test]
    fn fallback_text_holds_no_markup_and_calls_nobody() {
        #[rustfmt::skip]
        let table = [
            // typed                              sent
            ("Fish & <Chips>",                    "Fish &amp; &lt;Chips&gt;"),
            ("<!channel> <@U1> <https://a|b.c>",  "&lt;!channel&gt; &lt;@U1&gt; &lt;https://a|b.c&gt;"),
            ("&amp;",                             "&amp;amp;"),
            ("@channel @Here a@everyone.example", "@\u{2060}channel @\u{2060}Here a@\u{2060}everyone.example"),
            ("@ch\u{200b}annel",                  "@\u{2060}channel"),
            ("a@acme.example",                    "a@acme.example"),
            (":tada: :+1: 16:00:07",              ":\u{2060}tada: :\u{2060}+1: 16:00:07"),
            ("https://acme.example:8080/:x",      "https://acme.example:8080/:x"),
            (" \n ",                              "–"),
        ];
        for (typed, sent) in table {
            assert_eq!(fallback(typed), sent, "{typed:?}");
        }
    }

    #[test]
    fn fallback_text_is_cut_between_entities() {
        let sent = fallback(&"&".repeat(5_000));
        assert_eq!(sent, format!("{}…", "&amp;".repeat(799)));
    }
}
