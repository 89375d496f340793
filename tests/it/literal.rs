//! What people type is shown as they typed it: nobody is pinged, nothing becomes a link, a picture or
//! a format, and nothing grows beyond what Slack takes.

#[path = "literal/forms.rs"]
mod forms;

use serde_json::Value;

use crate::world::{Message, Only, World, filled, on_slack};

/// Things that mean something to Slack, to a terminal or to a database (slack.md §7.13).
const NASTY: &[&str] = &[
    "<!channel> <!here> <!everyone>",
    "<!subteam^S0000001|@team> <@U0SALES0001> <#C0SALESDESK>",
    "@channel @here @Sales 1 #sales-desk",
    "<https://evil.example|acme.example> https://evil.example",
    "javascript:alert(1) data:text/html,x mailto:a@b.example",
    "*bold* _italic_ ~gone~ `code` ```block``` > quote",
    ":tada: :slack_call: :+1::skin-tone-2:",
    "&amp;lt; &lt;b&gt; & < > \" '",
    "{ $ref } {$who} %s {0} ${HOME}",
    "**strong** [link](https://evil.example)",
    "'; drop table referral; --",
    "\u{202e}elpmaxe.live\u{202c} and \u{2066}isolated\u{2069}",
    "zero\u{200b}width\u{feff}\u{2060}here",
    "a\u{0}nul and \u{1b}[31mred\u{7}",
    "\u{1f469}\u{200d}\u{1f469}\u{200d}\u{1f467} \u{1f1e9}\u{1f1ea} e\u{301}\u{327}",
    "line one\nline two\r\nline three\tand a tab",
    "<!date^1392734382^{date}|x>",
];

/// What a person can see of what was typed: Slack shows no control characters, and a line is a line.
fn visible(text: &str) -> String {
    let hidden = |c: char| c.is_control() || c.is_whitespace() || is_mark(c);
    text.chars().filter(|c| !hidden(*c)).collect()
}

/// Marks that turn, join or hide what stands around them.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

#[tokio::test]
async fn what_is_typed_is_shown_and_never_interpreted() {
    on_slack(Only::Wire, async |world| {
        let member = world.person("Partner member");
        for (number, nasty) in NASTY.iter().enumerate() {
            let website = format!("nasty-{number}.example");
            let typed = [
                ("Company website", website.as_str()),
                ("Company name", nasty),
                ("Need", nasty),
                ("Contact name", nasty),
                ("Job title", nasty),
            ];
            let referral = member.refers_with(&typed).await;
            let sales = world.person("Sales 1");
            let card = sales.card(&referral).await;
            sales.presses("Approve", &referral).await;
            sales.submits(&[("Note", nasty)]).await;
            world.settle().await;
            let decided = sales.card(&referral).await;
            let partner = member.card(&referral).await;
            assert!(visible(&referral.receipt.words).contains(&visible(nasty)), "{nasty}");
            for message in [&card, &decided, &partner] {
                assert!(visible(&message.text).contains(&visible(nasty)), "{}", message.text);
                assert!(visible(&message.words).contains(&visible(nasty)), "{}", message.words);
            }
        }
        nothing_means_anything(world).await;
    })
    .await;
}

#[tokio::test]
async fn no_character_that_turns_the_line_around_gets_out_of_its_place() {
    on_slack(Only::Wire, async |world| {
        let member = world.person("Partner member");
        let referral = member.refers_with(&[("Company name", "\u{202e}txet\u{2066}")]).await;
        let card = member.card(&referral).await.text;
        let opened = card.chars().filter(|c| matches!(c, '\u{202a}'..='\u{202b}' | '\u{202d}'..='\u{202e}' | '\u{2066}'..='\u{2068}'));
        let closed = card.chars().filter(|c| matches!(c, '\u{202c}' | '\u{2069}'));
        assert_eq!(opened.count(), closed.count(), "{card:?}");
    })
    .await;
}

/// Looks at every message and modal the bot ever sent.
async fn nothing_means_anything(world: &World) {
    for entry in world.log().await {
        for blocks in [&entry["request"]["blocks"], &entry["request"]["view"]["blocks"]] {
            only_plain(blocks);
        }
        only_plain(&entry["request"]["payload"]["view"]["blocks"]);
        let method = entry["method"].as_str().unwrap();
        let says = method.starts_with("chat.") && method != "chat.getPermalink";
        if entry["kind"] == "api" && says {
            let request = &entry["request"];
            assert_ne!(request["link_names"], true, "{request}");
            // Slack's chat.update knows no such argument.
            let told = entry["method"] != "chat.update";
            assert!(!told || request["mrkdwn"] == false, "{request}");
            assert!(!request["text"].as_str().unwrap().contains(['<', '>']), "{request}");
        }
    }
    for channel in world.channels() {
        for Message { raw, by_app, .. } in world.all_in(&channel).await {
            let stripped = raw.replace("&amp;", "").replace("&lt;", "").replace("&gt;", "");
            assert!(!by_app || !stripped.contains(['<', '>', '&']), "{raw}");
        }
    }
}

/// Only text, and of its styles only those that our own words have: bold and code.
fn only_plain(value: &Value) {
    match value {
        Value::Array(parts) => parts.iter().for_each(only_plain),
        Value::Object(_) if leads_to_a_thread(value) => {}
        Value::Object(parts) => {
            let kind = parts.get("type").and_then(Value::as_str).unwrap_or_default();
            if kind == "mrkdwn" {
                assert!(is_a_date(parts["text"].as_str().unwrap()), "{value}");
            }
            let forbidden = ["link", "user", "usergroup", "broadcast", "channel", "emoji", "image"];
            assert!(!forbidden.contains(&kind), "{value}");
            assert!(!parts.contains_key("url"), "{value}");
            if kind == "plain_text" {
                assert_eq!(parts["emoji"], false, "{value}");
            }
            if let Some(Value::Object(style)) = parts.get("style") {
                assert!(style.keys().all(|key| key == "bold" || key == "code"), "{value}");
            }
            parts.values().for_each(only_plain);
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// The one link that we make ourselves: to a message of ours.
fn leads_to_a_thread(value: &Value) -> bool {
    let Some((_, end)) = value["url"].as_str().and_then(|url| url.split_once("/archives/C")) else {
        return false;
    };
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '/';
    value["type"] == "link" && value["text"] == "Open the thread" && end.chars().all(plain)
}

/// The one thing that a context line can say only as markup: an instant, made by us.
fn is_a_date(text: &str) -> bool {
    let inside = text.strip_prefix("<!date^").and_then(|rest| rest.strip_suffix('>'));
    let parts: Vec<&str> = inside.unwrap_or_default().split(['^', '|']).collect();
    let [seconds, format, fallback] = parts[..] else { return false };
    let plain = |c: char| c.is_alphanumeric() || " ,:".contains(c);
    seconds.parse::<i64>().is_ok() && format.starts_with('{') && fallback.chars().all(plain)
}

#[tokio::test]
async fn the_longest_that_fits_into_every_input_is_shown_and_refused_by_nobody() {
    let wide = ["\u{1f469}", "&", "<", "ß", "漢"];
    on_slack(Only::Wire, async |world| {
        let member = world.person("Partner member");
        for (number, letter) in wide.iter().enumerate() {
            let (website, line) = (format!("long-{number}.example"), letter.repeat(200));
            let need = letter.repeat(1_000);
            let email = format!("{}@acme.example", "e".repeat(60));
            let typed = [
                ("Company website", website.as_str()),
                ("Company name", &line),
                ("Need", &need),
                ("Contact name", &line),
                ("Contact e-mail", &email),
                ("Job title", &line),
            ];
            let referral = member.refers_with(&typed).await;
            let sales = world.person("Sales 1");
            let shown: String = world
                .all_in("sales-desk")
                .await
                .into_iter()
                .filter(|one| one.thread.is_some())
                .map(|one| one.words.replace('\n', ""))
                .collect();
            // A message holds 1,900 units, of which such a letter takes two.
            let whole = if need.encode_utf16().count() > 1_800 { &need[..3_700] } else { &need };
            assert!(shown.contains(whole), "the need stands in the card's thread: {shown}");
            sales.presses("Approve", &referral).await;
            let noted = sales.submits(&[("Note", &letter.repeat(3_000))]).await;
            assert!(noted.ok, "{noted:?}");
            world.settle().await;
        }
        assert_eq!(world.referrals().await.len(), wide.len());
    })
    .await;
}

#[tokio::test]
async fn three_thousand_characters_in_every_input_are_answered_beside_each() {
    let long = "x".repeat(3_000);
    on_slack(Only::Wire, async |world| {
        let member = world.person("Partner member");
        member.opens_the_form().await;
        let labels = [
            "Company website",
            "Company name",
            "Need",
            "Contact name",
            "Contact e-mail",
            "Job title",
        ];
        let typed: Vec<(&str, &str)> = labels.iter().map(|label| (*label, long.as_str())).collect();
        let refused = member.submits(&filled(&typed)).await;
        assert!(refused.ok, "{refused:?}");
        for label in labels {
            assert!(!refused.error_at(label).is_empty(), "{label}: {:?}", refused.screen.errors);
            assert_eq!(refused.screen.values[label], long);
        }
        // One more does not fit into Slack's own input: nothing is delivered.
        let more = format!("{long}x");
        let events = world.log().await.len();
        member.submits(&filled(&[("Need", &more)])).await;
        assert_eq!(world.log().await.len(), events);
    })
    .await;
}
