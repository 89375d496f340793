//! From a sales card to the partner's thread and back, for those who may see both; and never from
//! the partner's side to what is inside the vendor.

use serde_json::{Value, json};

use crate::world::{Message, Only, Person, World, on_slack};

/// Where the links in something lead, by their labels.
fn links(blocks: &Value) -> Vec<(String, String)> {
    let mut found = Vec::new();
    gather(blocks, &mut found);
    found
}

fn gather(value: &Value, found: &mut Vec<(String, String)>) {
    match value {
        Value::Array(parts) => parts.iter().for_each(|part| gather(part, found)),
        Value::Object(parts) => {
            if let (Some("link"), Some(url)) = (value["type"].as_str(), value["url"].as_str()) {
                let label = value["text"].as_str().unwrap_or_default();
                found.push((label.to_owned(), url.to_owned()));
            }
            parts.values().for_each(|part| gather(part, found));
        }
        Value::String(_) | Value::Number(_) | Value::Bool(_) | Value::Null => {}
    }
}

/// How a link to a message ends.
fn end_of(message: &Message) -> String {
    format!("/archives/{}/p{}", message.channel, message.ts.replace('.', ""))
}

fn leads(blocks: &Value, label: &str, to: &str) -> bool {
    links(blocks).iter().any(|(text, url)| text == label && url.ends_with(to))
}

/// What somebody has in front of them, as it was sent.
async fn screen(world: &World, person: &Person<'_>) -> Value {
    world.get(&format!("users/{}/screen", person.id())).await["views"].clone()
}

#[tokio::test]
async fn sales_are_led_to_the_thread_and_no_partner_to_the_card() {
    on_slack(Only::Links, async |world| {
        let (member, sales) = (world.person("Partner member"), world.person("Sales 1"));
        member.opens_home().await;
        let referral = member.refers("acme.example").await;
        sales.approves(&referral).await;
        let theirs = member.card(&referral).await;
        let ours = sales.card(&referral).await;
        assert!(leads(&ours.blocks, "Open the thread", &end_of(&theirs)), "{}", ours.blocks);

        sales.types("sales-desk", "/vouch open NOR-1").await;
        let opened = sales.last_whisper_in("sales-desk").await;
        assert!(leads(&opened.blocks, "Open the thread", &end_of(&theirs)), "{}", opened.blocks);
        assert!(leads(&opened.blocks, "Open the card", &end_of(&ours)), "{}", opened.blocks);

        member.presses_on_home("Open").await;
        let opened = screen(world, &member).await;
        assert!(leads(&opened, "Open the thread", &end_of(&theirs)), "{opened}");
        let inside = world.channel("sales-desk");
        assert!(!opened.to_string().contains(&inside), "{opened}");
        for message in world.all_in("north-partner").await {
            assert!(!message.blocks.to_string().contains(&inside), "{}", message.blocks);
        }
        // Asked for once, however often the card is drawn.
        assert_eq!(world.calls("chat.getPermalink").await.len(), 2);
    })
    .await;
}

#[tokio::test]
async fn a_link_leads_to_a_channel_that_has_another_id() {
    on_slack(Only::Channels, async |world| {
        let (member, sales) = (world.person("Partner member"), world.person("Sales 1"));
        let referral = member.refers("acme.example").await;
        sales.approves(&referral).await;
        let mut theirs = member.card(&referral).await;
        let (old, new) = (theirs.channel.clone(), "C0NORTH0002");
        world.change(json!({ "renumber": { "channel": old, "id": new } })).await;
        world.settle().await;
        theirs.channel = new.to_owned();
        let ours = sales.card(&referral).await;
        assert!(leads(&ours.blocks, "Open the thread", &end_of(&theirs)), "{}", ours.blocks);
    })
    .await;
}

#[tokio::test]
async fn a_card_is_drawn_without_its_link_when_nobody_says_where_the_thread_is() {
    on_slack(Only::Links, async |world| {
        let (member, sales) = (world.person("Partner member"), world.person("Sales 1"));
        world.fault("chat.getPermalink", 9, json!({ "http_status": 503 })).await;
        let referral = member.refers("acme.example").await;
        sales.approves(&referral).await;
        let card = sales.card(&referral).await;
        assert!(card.text.contains("Approved") && links(&card.blocks).is_empty(), "{card:?}");
        world.clear_faults().await;
        let step = [("Stage", "Meeting"), ("Next step", "call on Tuesday")];
        sales.fills_in("Move stage", &referral, &step).await;
        let theirs = member.card(&referral).await;
        let ours = sales.card(&referral).await;
        assert!(leads(&ours.blocks, "Open the thread", &end_of(&theirs)), "{}", ours.blocks);
    })
    .await;
}
