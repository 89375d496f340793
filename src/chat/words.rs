//! Words of people, before an adapter shows them or hands them on: what cannot be seen is taken out,
//! and what would open something else than the web is no address. How words are kept from being read
//! as markup is each adapter's own affair.

const ZERO_WIDTH_JOINER: char = '\u{200d}';

/// Characters of a link's address. Source: Slack, "Button element", `url`; Discord takes 512 in a
/// button and the length of the message elsewhere.
const URL_MAX: usize = 3_000;

/// `text` without control characters, without characters that have no width, and without those
/// that change the direction of what follows. Line breaks stay; so does the joiner within an emoji.
#[must_use]
pub fn visible(text: &str) -> String {
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

/// A typed text without control characters and without white space around it. Line breaks stay
/// in a `long` input and are spaces elsewhere.
#[must_use]
pub fn clean(typed: &str, long: bool) -> String {
    let typed = typed.replace("\r\n", "\n");
    let kept = typed.chars().filter_map(|c| match c {
        '\n' | '\r' if long => Some('\n'),
        '\n' | '\r' | '\t' => Some(' '),
        c if c.is_control() => None,
        c => Some(c),
    });
    kept.collect::<String>().trim().to_owned()
}

/// An address a press may open: the web, nothing else ("javascript:", "slack:").
#[must_use]
pub fn web_address(url: &str) -> Option<&str> {
    address(url, &["https://", "http://"])
}

/// An address at which a press begins a mail.
#[must_use]
pub fn mail_address(url: &str) -> Option<&str> {
    address(url, &["mailto:"])
}

fn address<'a>(url: &'a str, schemes: &[&str]) -> Option<&'a str> {
    let known = schemes.iter().any(|scheme| url.starts_with(scheme));
    let clean = url.chars().all(|c| c.is_ascii_graphic() && !"<>|\"`".contains(c));
    (known && clean && url.len() <= URL_MAX).then_some(url)
}

/// "tada:" and "+1:", but not the minutes in "16:00:07".
#[must_use]
pub fn names_an_emoji(after: &str) -> bool {
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
    fn a_press_opens_the_web_or_begins_a_mail() {
        #[rustfmt::skip]
        let table = [
            // address                          web    mail
            ("https://acme.example/?a=b&c",     true,  false),
            ("http://127.0.0.1:8700/",          true,  false),
            ("mailto:jo@acme.example?subject=A%20B", false, true),
            ("mailto:jo@acme.example>",         false, false),
            ("mailto:jo at acme.example",       false, false),
            ("MAILTO:jo@acme.example",          false, false),
            ("javascript:alert(1)",             false, false),
            ("slack://user",                    false, false),
        ];
        for (url, web, mail) in table {
            assert_eq!(web_address(url).is_some(), web, "{url}");
            assert_eq!(mail_address(url).is_some(), mail, "{url}");
        }
    }

    #[test]
    fn line_breaks_stay_only_where_there_are_lines() {
        assert_eq!(clean(" one\r\ntwo\0 ", true), "one\ntwo");
        assert_eq!(clean(" one\r\ntwo\0 ", false), "one two");
    }
}
