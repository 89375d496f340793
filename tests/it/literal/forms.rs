//! Every form in which people write to each other, one after the other, with the same in each of its
//! inputs that take text: also in those that a form gets later.

use serde_json::Value;

use super::{NASTY, nothing_means_anything, visible};
use crate::conflict::{case_card, two_on_one_account};
use crate::partners::deed;
use crate::world::{Answer, Only, Person, World, on_slack};

/// Inputs that take one line of a certain shape, which nobody else can mistake for something.
const SHAPED: [&str; 5] = ["Amount", "Currency", "Link", "Date", "Expected close"];

/// The inputs for text of the form in front of somebody, by their labels.
async fn texts_of(world: &World, who: &Person<'_>) -> Vec<String> {
    let screen = world.get(&format!("users/{}/screen", who.id())).await;
    let view = screen["views"].as_array().unwrap().last().expect("a form is open");
    let blocks = view["blocks"].as_array().unwrap().iter();
    let takes_text = blocks.filter(|block| block["element"]["type"] == "plain_text_input");
    let labels = takes_text.map(|block| block["label"]["text"].as_str().unwrap().to_owned());
    labels.filter(|label| !SHAPED.contains(&label.as_str())).collect()
}

/// Sends the form in front of somebody with `text` in every input that takes one.
async fn sends(who: &Person<'_>, own: &[(&str, &str)], labels: &[String], text: &str) -> Answer {
    let texts = labels.iter().map(|label| (label.as_str(), text));
    let fields: Vec<(&str, &str)> = own.iter().copied().chain(texts).collect();
    who.submits(&fields).await
}

/// From the question to the end of a partnership: opens each form, and lets `fill` send it.
async fn every_form(world: &World, fill: impl AsyncFn(&Person<'_>, &str, &[(&str, &str)])) {
    let (north, south) = (world.person("Partner member"), world.person("South member"));
    let (sales, resolver) = (world.person("Sales 1"), world.person("Resolver 1"));
    let (case_first, _) = two_on_one_account(world).await;
    let one = north.refers("cedar.example").await;
    for (who, button, own) in [
        (&sales, "Ask", &[][..]),
        (&north, "Answer", &[]),
        (&sales, "Reject", &[("Reason", "Not a fit")]),
        (&sales, "Undo", &[]),
        (&sales, "Approve", &[]),
        (&sales, "Move stage", &[("Stage", "Meeting")]),
    ] {
        who.presses(button, &one).await;
        fill(who, button, own).await;
    }
    south.presses_in("south-partner", "Add evidence").await;
    fill(&south, "Add evidence", &[]).await;
    resolver.presses_on("Decide", &case_card(world, 1).await).await;
    fill(&resolver, "Decide", &[]).await;
    south.presses_in("south-partner", "Appeal the decision").await;
    fill(&south, "Appeal the decision", &[]).await;
    drop(case_first);

    let contested = north.refers("birch.example").await;
    sales.fills_in("Reject", &contested, &[("Reason", "Too early")]).await;
    let later = south.refers("birch.example").await;
    sales.approves(&later).await;
    world.clock_on("1m").await;
    north.presses("Claim a conflict", &contested).await;
    fill(&north, "Claim a conflict", &[("Claim", "We were first")]).await;

    deed(world, "NOR", "Suspend partner").await;
    fill(&world.person("Partner manager"), "Suspend partner", &[]).await;
}

#[tokio::test]
async fn case_13_what_is_typed_into_any_form_is_shown_and_never_interpreted() {
    let nasty = NASTY.join("\n");
    on_slack(Only::Wire, async |world| {
        every_form(world, async |who, form, own| {
            let labels = texts_of(world, who).await;
            assert!(!labels.is_empty(), "{form} takes no text");
            let (_, before) = world.log_since(0).await;
            let sent = sends(who, own, &labels, &nasty).await;
            assert!(sent.ok && sent.screen.errors.is_empty(), "{form}: {sent:?}");
            world.settle().await;
            // What was said, and what the cards show now.
            let (log, _) = world.log_since(before).await;
            let texts = log.iter().filter_map(|one| one["request"]["text"].as_str());
            let said: String = texts.collect();
            // What only the log keeps, the reason of a suspension, is not said.
            let said =
                visible(&said.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"));
            let shown = said.contains(&visible(NASTY[0]));
            assert!(shown || form == "Suspend partner", "{form}: {said}");
        })
        .await;
        nothing_means_anything(world).await;
    })
    .await;
}

#[tokio::test]
async fn case_14_the_longest_that_fits_is_taken_or_answered_beside_and_one_more_is_not_sent() {
    let (longest, more) = ("x".repeat(3_000), "x".repeat(3_001));
    on_slack(Only::Wire, async |world| {
        every_form(world, async |who, form, own| {
            let labels = texts_of(world, who).await;
            let events = world.log().await.len();
            sends(who, own, &labels, &more).await;
            assert_eq!(world.log().await.len(), events, "{form}: nothing is delivered");
            let sent = sends(who, own, &labels, &longest).await;
            assert!(sent.ok, "{form}: {sent:?}");
            if !sent.screen.errors.is_empty() {
                for label in &labels {
                    assert!(!sent.error_at(label).is_empty(), "{form}, {label}: {sent:?}");
                    assert_eq!(sent.screen.values[label], longest, "{form}: what was typed stays");
                }
                let sent = sends(who, own, &labels, "shorter").await;
                assert!(sent.ok && sent.screen.errors.is_empty(), "{form}: {sent:?}");
            }
            world.settle().await;
        })
        .await;
        let log = world.log().await;
        // A clock that is set on may pass a night, in which what is pinned is pinned again.
        let refused = log.iter().find(|one| {
            let answer = &one["response"];
            one["kind"] == "api" && answer["ok"] == false && answer["error"] != "already_pinned"
        });
        assert_eq!(refused.map(Value::to_string), None, "Slack takes all that is said");
    })
    .await;
}
