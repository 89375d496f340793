//! Sizes that hold on every platform: for each the smaller of what Slack and Discord allow, or
//! smaller still where a phone screen is.
//!
//! Lengths are counted in UTF-16 units, because at least one platform counts so and no platform
//! counts less. Sources: Slack, "Block Kit reference", "Modals"; Discord, "Component reference",
//! "Message resource".

use unicode_segmentation::UnicodeSegmentation;

/// Units of a whole message's words, buttons not counted (Discord's content: 2,000).
pub const MESSAGE: usize = 1_900;
/// Units of one paragraph.
pub const TEXT: usize = 1_000;
/// Fields in one message part.
pub const FIELDS: usize = 10;
pub const FIELD_LABEL: usize = 40;
pub const FIELD_VALUE: usize = 300;
/// Buttons in one row.
pub const BUTTONS: usize = 5;
pub const BUTTON_LABEL: usize = 34;
/// Slack's `accessibility_label`.
pub const SPOKEN: usize = 75;
pub const CONTEXT: usize = 200;
/// What a picture says in words (Discord's description of a file: 1,024).
pub const ALT: usize = 1_000;
/// What a message is called where it bears a name of its own.
pub const POST_TITLE: usize = 100;
pub const FORM_TITLE: usize = 24;
pub const INPUT_LABEL: usize = 45;
pub const HINT: usize = 100;
pub const CHOICE: usize = 75;
/// Options shown all at once.
pub const CHOICES: usize = 10;
/// Options in a list that opens.
pub const PICKS: usize = 25;
pub const CONFIRM_TITLE: usize = 100;
pub const CONFIRM_TEXT: usize = 300;
pub const CONFIRM_BUTTON: usize = 30;
/// What a typed value may hold before a form refuses it (Slack's plain text input: 3,000).
pub const TYPED: usize = 3_000;

/// Cuts `text` to at most `most` UTF-16 units, never inside a grapheme, with "…" in place of what
/// was cut.
#[must_use]
pub fn shorten(text: &str, most: usize) -> String {
    if units(text) <= most {
        return text.to_owned();
    }
    let mut short = String::new();
    let mut left = most.saturating_sub(1);
    for grapheme in text.graphemes(true) {
        let size = units(grapheme);
        if size > left {
            break;
        }
        short.push_str(grapheme);
        left -= size;
    }
    short.truncate(short.trim_end().len());
    short.push('…');
    short
}

/// Takes `text` apart into pieces of at most `most` UTF-16 units, at a space where there is one,
/// never inside a grapheme. Nothing is lost but the spaces at which it was taken apart.
#[must_use]
pub fn pieces(text: &str, most: usize) -> Vec<String> {
    let mut pieces = Vec::new();
    let mut piece = String::new();
    for word in text.split_word_bounds() {
        if units(&piece) + units(word) <= most {
            piece.push_str(word);
            continue;
        }
        pieces.push(std::mem::take(&mut piece));
        for grapheme in word.graphemes(true) {
            if units(&piece) + units(grapheme) > most {
                pieces.push(std::mem::take(&mut piece));
            }
            piece.push_str(grapheme);
        }
    }
    pieces.push(piece);
    pieces.retain_mut(|piece| {
        *piece = piece.trim().to_owned();
        !piece.is_empty()
    });
    pieces
}

/// The length of `text` in UTF-16 units.
#[must_use]
pub fn units(text: &str) -> usize {
    text.encode_utf16().count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_taken_apart_is_still_all_there() {
        #[rustfmt::skip]
        let table: [(&str, usize, &[&str]); 5] = [
            // text        most  pieces
            ("",           5,    &[]),
            ("one two",    7,    &["one two"]),
            ("one two",    5,    &["one", "two"]),
            ("abcdefgh",   3,    &["abc", "def", "gh"]),
            ("a 👨‍👩‍👧 b",    9,    &["a", "👨‍👩‍👧", "b"]),
        ];
        for (text, most, expected) in table {
            assert_eq!(pieces(text, most), expected, "{text}");
        }
    }

    #[test]
    fn a_text_is_cut_between_graphemes_and_never_grows() {
        let family = "👨‍👩‍👧";
        #[rustfmt::skip]
        let table = [
            // text                   most  shown
            ("Acme",                  4,    "Acme".to_owned()),
            ("Acme Ltd",              6,    "Acme…".to_owned()),
            ("Acme Ltd",              5,    "Acme…".to_owned()),
            (&*format!("ab{family}"), 5,    "ab…".to_owned()),
            (&*format!("a{family}"),  9,    format!("a{family}")),
        ];
        for (text, most, shown) in table {
            assert_eq!(shorten(text, most), shown);
            assert!(units(&shown) <= most.max(units(text)));
        }
    }
}
