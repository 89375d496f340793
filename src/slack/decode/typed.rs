//! What people typed, as they meant it.

use crate::chat::foreign::Body;
use crate::chat::words::clean;

/// The text behind a slash command. Slack escapes three characters and, when the manifest asks for
/// it, writes links and mentions in angle brackets; both are undone, once.
/// Source: Slack, "Slash commands", "Formatting text".
pub(super) fn command_text(text: &str) -> String {
    clean(&unmarked(text), false)
}

/// What somebody said to the app: a message's text without the app's own name. Where `app` is not
/// known, the name that stands first is taken for it.
pub(super) fn said(text: &str, app: Option<&str>) -> String {
    let mut app = app;
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("<@") {
        let Some((inside, behind)) = after.split_once('>') else { break };
        kept.push_str(before);
        let named = inside.split_once('|').map_or(inside, |(id, _)| id);
        if *app.get_or_insert(named) != named {
            kept.push_str("<@");
            kept.push_str(inside);
            kept.push('>');
        }
        rest = behind;
    }
    kept.push_str(rest);
    clean(&unmarked(&kept), true)
}

/// What a message says, as it was typed.
pub(super) fn quoted(text: &str) -> String {
    clean(&unmarked(text), true)
}

/// Slack's marks as the person typed them.
fn unmarked(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('<') {
        plain.push_str(before);
        // A "<" somebody typed arrives as "&lt;", so this one is Slack's and has its ">".
        let Some((inside, behind)) = after.split_once('>') else {
            // There is none behind any later one either: a text full of them is looked through once.
            rest = &rest[before.len()..];
            break;
        };
        plain.push_str(&bracketed(inside));
        rest = behind;
    }
    plain.push_str(rest);
    plain.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

/// `target|label`, as the person typed it: of a link the label where it is a piece of the target
/// ("acme.example" for "https://acme.example"), else the target, so that no label can hide one.
fn bracketed(inside: &str) -> String {
    let (target, label) = inside.split_once('|').map_or((inside, None), |(t, l)| (t, Some(l)));
    match target.chars().next() {
        Some(sign @ ('@' | '#')) => {
            label.map_or_else(|| target.to_owned(), |label| format!("{sign}{label}"))
        }
        Some('!') => label.unwrap_or(target).replacen('!', "@", 1),
        _ => label.filter(|label| target.contains(label)).unwrap_or(target).to_owned(),
    }
}

/// Whether the input `block_id` of a view takes several lines.
pub(super) fn is_long(view: Body<'_>, block_id: &str) -> bool {
    let mut blocks = view.list("/blocks");
    blocks.any(|block| {
        block.text("/block_id") == Some(block_id)
            && block.at("/element/multiline").0.as_bool() == Some(true)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_commands_text_is_what_was_typed() {
        #[rustfmt::skip]
        let table = [
            // sent by Slack                              typed
            ("acme.example",                              "acme.example"),
            ("  <https://acme.example|acme.example> ",    "acme.example"),
            ("<https://acme.example>",                    "https://acme.example"),
            ("<https://evil.example|acme.example>",       "https://evil.example"),
            ("<mailto:a@acme.example|a@acme.example>",    "a@acme.example"),
            ("Fish &amp; Chips &lt;b&gt;",                "Fish & Chips <b>"),
            ("&amp;lt;",                                  "&lt;"),
            ("<@U1|ada> <@U2> <#C1|general> <!here>",     "@ada @U2 #general @here"),
            ("a < b",                                     "a < b"),
            ("<@U1|ada> <<b",                             "@ada <<b"),
            ("a\0b\u{1b}[31m",                            "ab[31m"),
            ("",                                          ""),
        ];
        for (sent, typed) in table {
            assert_eq!(command_text(sent), typed, "{sent:?}");
        }
    }

    #[test]
    fn what_was_said_to_the_app_is_the_message_without_its_name() {
        #[rustfmt::skip]
        let table = [
            // sent by Slack                 the app      said
            ("<@UBOT> by spring",            Some("UBOT"), "by spring"),
            ("yes <@UBOT|vouch>, by\nspring", Some("UBOT"), "yes , by\nspring"),
            ("<@U1> and <@UBOT> <@UBOT>",    Some("UBOT"), "@U1 and"),
            ("<@UBOT>",                      Some("UBOT"), ""),
            ("<@UBOT> ask <@U1>",            None,         "ask @U1"),
            ("R&amp;D &lt;soon&gt; <@UBOT>", Some("UBOT"), "R&D <soon>"),
            ("<@UBOT",                       Some("UBOT"), "<@UBOT"),
            ("<@UBOT2> <@UBOT>",             Some("UBOT"), "@UBOT2"),
        ];
        for (sent, app, wanted) in table {
            assert_eq!(said(sent, app), wanted, "{sent:?}");
        }
    }
}
