//! Words as Slack may show them: literally, whatever was typed.
//!
//! Three places, three ways. `rich_text` and `plain_text` (with `emoji: false`) show characters as
//! they are, so [`visible`] only takes out what cannot be seen or turns text around. A message's
//! `text`, which notifications and screen readers use, is read as markup by Slack: [`fallback`]
//! escapes it and breaks the words that would call people. No markup is ever made of typed words.

use serde_json::{Value, json};
use unicode_segmentation::UnicodeSegmentation;

use crate::chat::limits::{shorten, units};
use crate::chat::words::{names_an_emoji, visible};

/// Characters of a message's `text`: above it `chat.update` answers `msg_too_long`.
/// Source: Slack, "Formatting text", "Truncating content"; slack.md §2.3.
const FALLBACK_MAX: usize = 4_000;

/// Splits a word for Slack's parsers, unseen by people and unspoken by screen readers.
const WORD_JOINER: char = '\u{2060}';

/// Stands where a label would be empty, which Slack refuses.
const NOTHING: &str = "–";

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

#[cfg(test)]
mod tests {
    use super::*;

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
