//! The words for somebody whom no chat reaches: whoever decided writes to them, and finds text and
//! address ready.

use std::fmt::Write as _;

use super::Card;
use crate::chat::limits::{FIELD_VALUE, shorten};
use crate::chat::view::{Line, Part, Span};
use crate::chat::words::visible;
use crate::text::{Arg, Voice};

/// Characters of an address that every mail program still opens; a longer one is left without the text.
const OPENED: usize = 1_800;

/// What was decided and to whom to write, and below it what to write.
pub(super) fn parts(
    voice: &Voice<'_>,
    card: &Card,
    (done, args): (&str, &[(&str, Arg<'_>)]),
    text: Vec<Line>,
) -> Vec<Part> {
    let hello = voice.line("apply-mail-hello", &[("name", Arg::Text(card.who.as_str()))]);
    let mut lines = vec![hello];
    lines.extend(text);
    let address = address(voice, card, Some(&lines));
    let mut args = args.to_vec();
    args.push(("email", Arg::Line(&address)));
    vec![Part::Text(voice.line(done, &args)), Part::Divider, Part::Text(Line::rows(lines))]
}

/// Where they read mail; a press begins a mail with this text, where a platform can do that.
pub(super) fn address(voice: &Voice<'_>, card: &Card, text: Option<&[Line]>) -> Line {
    if card.email.is_empty() {
        return Line::plain(voice.words("apply-mail-erased", &[]));
    }
    let company = [("company", Arg::Text(card.company.as_str()))];
    let subject = voice.words("apply-mail-subject", &company);
    let begun = format!("mailto:{}?subject={}", encoded(&card.email), encoded(&subject));
    let body = text.unwrap_or_default().iter().map(Line::words).collect::<Vec<_>>();
    let whole = format!("{begun}&body={}", encoded(&body.join("\n\n")));
    let url = if body.is_empty() || whole.len() > OPENED { begun } else { whole };
    Line(vec![Span::Link { label: shorten(&card.email, FIELD_VALUE), url }])
}

/// As it stands in a `mailto` address. Source: RFC 6068, section 2.
fn encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in visible(text).replace('\n', "\r\n").bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~@".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_was_typed_becomes_part_of_the_address() {
        #[rustfmt::skip]
        let table = [
            ("jo@fresh.example",            "jo@fresh.example"),
            ("jo?cc=a@b.example",           "jo%3Fcc%3Da@b.example"),
            ("Fish & Chips",                "Fish%20%26%20Chips"),
            ("Müller",                      "M%C3%BCller"),
            ("one\ntwo",                    "one%0D%0Atwo"),
            ("turned\u{202e}around",        "turnedaround"),
            ("<script>\"'",                 "%3Cscript%3E%22%27"),
        ];
        for (typed, sent) in table {
            assert_eq!(encoded(typed), sent, "{typed:?}");
        }
    }
}
