//! What the platform says of channels: archived, left, under another id; and when it says so twice, late
//! or not at all.

use serde_json::json;

use super::{SETUP, adds, cards, joins, leaves, word, words};
use crate::world::{Message, Only, World, filled, from_nothing, on_slack};

#[tokio::test]
async fn an_archived_channel_goes_on_at_once_when_it_is_back() {
    on_slack(Only::Channels, async |world| {
        let member = world.person("Partner member");
        let channel = world.channel("north-partner");
        world.change(json!({ "archive": channel })).await;
        world.settle().await;
        let manager = world.person("Partner manager");
        let dead = word(&manager, "north-partner", "Vouch cannot post in").await;
        assert!(dead.text.contains("archived"), "{}", dead.text);
        manager.presses_on("Link another channel", &dead).await;
        world.settle().await;
        word(&manager, "north-partner", "Add Vouch to the channel that takes its place.").await;
        world.change(json!({ "unarchive": channel })).await;
        world.settle().await;
        let referral = member.refers("acme.example").await;
        assert!(member.card(&referral).await.text.contains("Submitted"));
    })
    .await;
}

#[tokio::test]
async fn an_app_that_was_put_out_and_comes_back_says_at_once_what_waited() {
    on_slack(Only::Channels, async |world| {
        let sales = world.channel("sales-desk");
        world.change(json!({ "remove_bot": sales })).await;
        let manager = world.person("Partner manager");
        let member = world.person("Partner member");
        member.opens_the_form().await;
        let sent = member.submits(&filled(&[])).await;
        let referral = member.receipt(sent);
        world.settle_briefly().await;
        assert_eq!(words(&manager, "sales-desk", "Vouch cannot post in").await, 1);
        let began = world.now().await;
        adds(world, "Admin", "sales-desk").await;
        let card = world.person("Sales 1").card(&referral).await.text;
        assert!(card.contains("Decide by"), "{card}");
        assert!(
            world.now().await - began < chrono::TimeDelta::minutes(5),
            "nothing waited for a timer"
        );
        assert_eq!(words(&world.person("Admin"), "sales-desk", "What is").await, 0);
    })
    .await;
}

#[tokio::test]
async fn a_channel_with_another_id_goes_on_with_its_cards() {
    on_slack(Only::Channels, async |world| {
        let member = world.person("Partner member");
        let referral = member.refers("acme.example").await;
        let old = world.channel("north-partner");
        world.change(json!({ "renumber": { "channel": old, "id": "C0NORTHNEW1" } })).await;
        world.settle().await;
        world.person("Sales 1").approves(&referral).await;
        let seen = world.get("channels/C0NORTHNEW1/messages").await;
        let seen: Vec<Message> = seen["messages"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| Message::of("C0NORTHNEW1", one))
            .collect();
        assert_eq!(cards(&seen), 1, "{seen:?}");
        let line = seen.iter().find(|one| one.text.starts_with("Approved by Sales 1."));
        assert!(line.is_some_and(|one| one.thread.is_some()), "{seen:?}");
    })
    .await;
}

#[tokio::test]
async fn an_uninstalled_app_is_noticed_at_once_and_told_once() {
    on_slack(Only::Channels, async |world| {
        world.change(json!({ "uninstall": "T0SOUTH0001" })).await;
        world.settle().await;
        let manager = world.person("Partner manager");
        let told = words(&manager, "sales-desk", "Vouch cannot speak in workspace").await;
        assert_eq!(told, 1);
    })
    .await;
}

#[tokio::test]
async fn an_event_waits_for_a_platform_that_is_away_and_over_a_restart() {
    from_nothing(SETUP, async |world| {
        world.fault("conversations.info", 2, json!({ "http_status": 503 })).await;
        let by = world.person("Partner manager").id().to_owned();
        let add = json!({ "channel": world.channel("sales-desk"), "by": by });
        world.change(json!({ "add_bot": add })).await;
        let taken = async |world: &World| {
            let log = world.log().await;
            log.iter().any(|one| one["kind"] == "ack" && one["method"] == "member_joined_channel")
        };
        while !taken(world).await {}
        world.restart().await;
        world.clear_faults().await;
        world.settle().await;
        let manager = world.person("Partner manager");
        assert_eq!(words(&manager, "sales-desk", "What is #sales-desk for?").await, 1);
    })
    .await;
}

#[tokio::test]
async fn an_event_that_does_not_say_who_the_app_is_or_comes_under_another_id_asks_once() {
    from_nothing(SETUP, async |world| {
        adds(world, "Partner manager", "sales-desk").await;
        let log = world.log().await;
        let joined = log.iter().find(|one| one["method"] == "member_joined_channel");
        let mut frame = joined.unwrap()["request"].clone();
        for (id, known) in [("EvANOTHER1", true), ("EvANOTHER2", false)] {
            frame["envelope_id"] = json!(id);
            frame["payload"]["event_id"] = json!(id);
            if !known {
                frame["payload"]["authorizations"] = json!([]);
            }
            world.post("deliver", &json!({ "raw": frame })).await;
            world.settle().await;
        }
        let manager = world.person("Partner manager");
        assert_eq!(words(&manager, "sales-desk", "What is #sales-desk for?").await, 1);

        frame["envelope_id"] = json!("EvANOTHER3");
        frame["payload"]["event_id"] = json!("EvANOTHER3");
        frame["payload"]["event"]["channel"] = json!(world.channel("resolvers"));
        let silent =
            json!({ "add_bot": { "channel": world.channel("resolvers"), "by": manager.id() } });
        world.fault("conversations.info", 1, json!({ "error": "channel_not_found" })).await;
        world.change(silent).await;
        world.settle().await;
        assert_eq!(words(&manager, "resolvers", "What is #resolvers for?").await, 0);
        world.post("deliver", &json!({ "raw": frame })).await;
        world.settle().await;
        assert_eq!(words(&manager, "resolvers", "What is #resolvers for?").await, 1);
    })
    .await;
}

async fn renumbered(world: &World, from: &str, to: &str) {
    world.change(json!({ "renumber": { "channel": from, "id": to } })).await;
    world.settle().await;
}

#[tokio::test]
async fn what_names_the_old_id_of_a_channel_leads_to_the_new_one() {
    on_slack(Only::Channels, async |world| {
        let member = world.person("Partner member");
        let referral = member.refers("acme.example").await;
        let card = member.card(&referral).await;
        world.person("Sales 1").fills_in("Ask", &referral, &[("Question", "By when?")]).await;
        joins(world, "T0EAST00001", "north-partner").await;
        let manager = world.person("Partner manager");
        let asked = word(&manager, "north-partner", "East Partner joined #north-partner.").await;
        leaves(world, "T0EAST00001", "north-partner").await;

        // Said before the id changed, heard of after it changed twice.
        world.holds(&["app_mention"]).await;
        member.replies(&card, "@Vouch By spring").await;
        renumbered(world, &world.channel("north-partner"), "C0NORTHNEW1").await;
        renumbered(world, "C0NORTHNEW1", "C0NORTHNEW2").await;
        assert!(world.releases().await > 0);
        assert_eq!(world.referrals().await[0].1, "submitted", "the answer is in");
        let seen = world.all_under("C0NORTHNEW2").await;
        let line = seen.iter().find(|one| one.text.contains("answered: “By spring”"));
        assert_eq!(line.and_then(|one| one.thread.as_ref()), Some(&card.ts), "{seen:?}");

        // The set-up file still knows the first id.
        std::fs::write(world.setup_file(), world.setup()).unwrap();
        let file = world.setup_file();
        let applied = world.command(&["setup", "apply", file.to_str().unwrap()]).await;
        let applied = String::from_utf8(applied.stdout).unwrap();
        assert!(!applied.contains("linked"), "{applied}");

        let pressed = manager.presses_on("Unlink channel", &asked).await;
        world.settle().await;
        assert!(pressed.ok, "{pressed:?}");
        word(&manager, "sales-desk", "#north-partner is not linked any more.").await;
        let left = world.command(&["setup", "export", "-"]).await;
        let left = String::from_utf8(left.stdout).unwrap();
        assert!(!left.contains("C0NORTH"), "{left}");
    })
    .await;
}

#[tokio::test]
async fn the_address_of_a_message_is_that_of_its_channel_as_it_is_called_now() {
    on_slack(Only::Channels, async |world| {
        let member = world.person("South member");
        member.types("south-partner", "see https://www.acme.example/about").await;
        let message = member.reads("south-partner").await.pop().unwrap();
        member.uses_shortcut("refer_message", Some(&message)).await;
        renumbered(world, &world.channel("south-partner"), "C0SOUTHNEW1").await;
        let rest = [
            ("Company name", "Acme"),
            ("Relationship", "Client of mine"),
            ("Basis", "They agreed"),
        ];
        let referral = member.receipt(member.submits(&rest).await);
        world.settle().await;
        let card = world.person("Sales 1").card(&referral).await.blocks.to_string();
        let address = format!("/archives/C0SOUTHNEW1/p{}", message.ts.replace('.', ""));
        assert!(card.contains(&address), "{card}");
    })
    .await;
}

#[tokio::test]
async fn a_channel_is_called_by_its_new_name_from_then_on() {
    on_slack(Only::Channels, async |world| {
        let channel = world.channel("north-partner");
        world.change(json!({ "rename": { "channel": channel, "name": "north-deals" } })).await;
        world.settle().await;
        world.delivers_again("channel_rename").await;
        world.settle().await;
        let manager = world.person("Partner manager");
        joins(world, "T0EAST00001", "north-partner").await;
        word(&manager, "north-partner", "East Partner joined #north-deals.").await;
        leaves(world, "T0EAST00001", "north-partner").await;
    })
    .await;
}

#[tokio::test]
async fn who_leaves_a_channel_speaks_for_their_company_as_before() {
    on_slack(Only::Channels, async |world| {
        let member = world.person("Partner member");
        let referral = member.refers("acme.example").await;
        let leave = json!({ "channel": world.channel("north-partner"), "user": member.id() });
        world.change(json!({ "leave": leave })).await;
        world.settle().await;
        member.opens_home().await;
        let home = member.reads_home().await.words;
        assert!(home.contains(&referral.number), "{home}");
    })
    .await;
}
