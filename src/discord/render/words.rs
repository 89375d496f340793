//! Words as Discord shows them: literally, whatever was typed. Contents and embeds are markup, so
//! every mark of it is escaped; labels and placeholders are not, so they only lose what cannot be
//! seen. Nobody is called by what stands in a text: that is for `allowed_mentions` to say.
//!
//! Source: Discord, "Markdown Text 101", "Message formatting".

use crate::chat::limits::{shorten, units};
use crate::chat::words::{names_an_emoji, visible};

/// Stands where a label would be empty, which Discord refuses.
const NOTHING: &str = "–";

/// `text` so that it reads as it was typed.
pub(in crate::discord) fn escape(text: &str) -> String {
    let text = visible(text);
    let mut escaped = String::with_capacity(text.len() + 8);
    let mut begins = true;
    for (place, c) in text.char_indices() {
        let after = &text[place + c.len_utf8()..];
        let live = match c {
            '\\' | '*' | '_' | '~' | '`' | '|' | '<' | '[' | ']' => true,
            '#' | '>' | '-' | '+' => begins,
            '.' | ')' => ends_a_list_number(&text[..place]),
            '@' => calls_everybody(after),
            ':' => after.starts_with("//") || names_an_emoji(after),
            _ => false,
        };
        if live {
            escaped.push('\\');
        }
        escaped.push(c);
        begins = c == '\n' || (begins && c == ' ');
    }
    escaped
}

/// "1" in "1. first": digits alone since the beginning of their line.
fn ends_a_list_number(before: &str) -> bool {
    let line = before.rsplit('\n').next().unwrap_or_default().trim_start();
    !line.is_empty() && line.bytes().all(|byte| byte.is_ascii_digit())
}

fn calls_everybody(after: &str) -> bool {
    let word: String = after.chars().take(8).flat_map(char::to_lowercase).collect();
    ["everyone", "here"].iter().any(|call| word.starts_with(call))
}

/// The part of `text` that, escaped, has room in `room` units; nothing where none is left.
pub(super) fn fit(text: &str, room: &mut usize) -> Option<String> {
    if *room == 0 {
        return None;
    }
    let mut most = units(text).min(*room);
    let mut shown = escape(&shorten(text, most));
    while units(&shown) > *room && most > 0 {
        // An escape doubles a character at most.
        most = most.saturating_sub((units(&shown) - *room).div_ceil(2));
        shown = if most == 0 { String::new() } else { escape(&shorten(text, most)) };
    }
    *room = room.saturating_sub(units(&shown));
    (!shown.is_empty()).then_some(shown)
}

/// A label: one line, of at most `most` units, never empty.
pub(in crate::discord) fn label(text: &str, most: usize) -> String {
    let one_line = visible(text).replace('\n', " ");
    let shown = shorten(one_line.trim(), most);
    if shown.is_empty() { NOTHING.to_owned() } else { shown }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Case 15 of the list in docs/discord.md.
    #[test]
    fn case_15_what_people_type_is_shown_and_never_read_as_markup() {
        #[rustfmt::skip]
        let table = [
            // typed                      sent
            ("Fish & Chips (UK) Ltd.",    "Fish & Chips (UK) Ltd."),
            ("@everyone @here a@b.example", "\\@everyone \\@here a@b.example"),
            ("<@&1> <@2> <#3> <t:0:R>",   "\\<@&1> \\<@2> \\<#3> \\<t:0:R>"),
            ("[pay](https://evil)",       "\\[pay\\](https\\://evil)"),
            ("||x|| **b** __u__ ~~s~~",   "\\|\\|x\\|\\| \\*\\*b\\*\\* \\_\\_u\\_\\_ \\~\\~s\\~\\~"),
            ("```\ncode\n```",            "\\`\\`\\`\ncode\n\\`\\`\\`"),
            ("# big\n-# small\n> said",   "\\# big\n\\-# small\n\\> said"),
            ("NOR-12, C#",                "NOR-12, C#"),
            ("1. first\n2) second 3.5",   "1\\. first\n2\\) second 3.5"),
            (":tada: at 16:00:07",        "\\:tada: at 16:00:07"),
            ("RTL \u{202e}evil\u{200b}",  "RTL evil"),
            ("\\*",                       "\\\\\\*"),
            ("🎉🎉",                      "🎉🎉"),
        ];
        for (typed, sent) in table {
            assert_eq!(escape(typed), sent, "{typed:?}");
        }
    }

    #[test]
    fn a_cut_leaves_no_half_escape() {
        let mut room = 10;
        assert_eq!(fit("********", &mut room).as_deref(), Some("\\*\\*\\*\\*…"));
        assert_eq!(room, 1);
        assert_eq!(fit("Acme", &mut 0), None);
        assert_eq!(label(" \n ", 10), "–");
    }

    proptest! {
        #[test]
        fn nothing_gets_longer_than_its_room(text in ".{0,80}", most in 0_usize..60) {
            let mut room = most;
            let shown = fit(&text, &mut room).unwrap_or_default();
            prop_assert!(units(&shown) + room == most);
        }
    }
}
