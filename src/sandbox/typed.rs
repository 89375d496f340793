//! What Slack's client makes of typed text: entities, mentions and links.

use super::world::World;

/// Endings that make a bare word a link. Slack knows all of them; these stand for the rest.
const LINKED_ENDINGS: [&str; 12] =
    ["com", "org", "net", "io", "dev", "app", "co", "de", "fr", "uk", "eu", "ai"];

/// The three characters that are entities in every text of Slack.
/// Source: Slack, "Formatting text for app surfaces".
#[must_use]
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// The text of a slash command. With `should_escape` people, channels and links come as Slack
/// writes them in messages. Source: Slack, "Implementing slash commands".
#[must_use]
pub fn command_text(world: &World, text: &str, should_escape: bool) -> String {
    let escaped = escape(text.trim());
    if should_escape { marked(world, &escaped) } else { escaped }
}

/// The text of a message a person sends.
#[must_use]
pub fn message_text(world: &World, text: &str) -> String {
    marked(world, &escape(text))
}

/// Turns "@Sales 1", the app's name, "#sales-desk" and links into Slack's notation.
fn marked(world: &World, text: &str) -> String {
    let mut text = text.to_owned();
    // Longest first: "@Sales 1" must not become a mention of somebody called "Sales".
    let mut names: Vec<(String, String)> = world
        .people
        .iter()
        .map(|person| (format!("@{}", person.name), format!("<@{}>", person.id)))
        .collect();
    if let Some(install) = world.vendor().and_then(|team| team.install.as_ref()) {
        let name = format!("@{}", world.here.app_name);
        names.push((name, format!("<@{}>", install.bot_user_id)));
    }
    names.extend(world.channels.iter().map(|channel| {
        (format!("#{}", channel.name), format!("<#{}|{}>", channel.id, channel.name))
    }));
    names.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
    for (name, mark) in names {
        text = text.replace(&name, &mark);
    }
    text.split(' ').map(linked).collect::<Vec<_>>().join(" ")
}

/// A word that is an address becomes a link.
fn linked(word: &str) -> String {
    if word.starts_with("http://") || word.starts_with("https://") {
        return format!("<{word}>");
    }
    let host = word.split('/').next().unwrap_or_default();
    let is_host = host.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '.');
    let known = host
        .rsplit_once('.')
        .is_some_and(|(name, ending)| !name.is_empty() && LINKED_ENDINGS.contains(&ending));
    if is_host && known { format!("<http://{word}|{word}>") } else { word.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sandbox::world::seed::seeded;

    #[test]
    fn typed_text_becomes_slacks_notation() {
        let world = seeded();
        #[rustfmt::skip]
        let table = [
            ("acme.example",            "acme.example"),
            ("acme.com",                "<http://acme.com|acme.com>"),
            ("https://acme.example/a",  "<https://acme.example/a>"),
            ("ask @Sales 2 & co",       "ask <@U0SALES0002> &amp; co"),
            ("<!channel>",              "&lt;!channel&gt;"),
            ("@Vouch hi",               "<@U0BOTVENDOR001> hi"),
            ("in #sales-desk",          "in <#C0SALESDESK|sales-desk>"),
        ];
        for (typed, delivered) in table {
            assert_eq!(command_text(&world, typed, true), delivered, "{typed}");
        }
        assert_eq!(command_text(&world, " acme.com ", false), "acme.com");
    }
}
