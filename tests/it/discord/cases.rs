//! Cases of the list in docs/discord.md that need a whole world.

use serde_json::{Value, json};

use crate::discord::{Seen, Server};
use crate::world::{Only, World, filled, in_the_end, on_discord, on_slack};

const NORTHS: &str = "partner = \"NOR\"\nroles = [\"partner_member\"]";
const SALES: &str = "roles = [\"sales\"]";
const PAULA: &str = "Partner member";

async fn server(world: &World) -> Server<'_> {
    Server::with(world, &[(PAULA, NORTHS), ("Sales 1", SALES), ("Sales 2", SALES)]).await
}

/// The id of a channel of the server.
async fn id_of(world: &World, channel: &str) -> String {
    let facts = world.get("world").await;
    let mut all = facts["channels"].as_array().unwrap().iter();
    let found = all.find(|one| one["platform"] == "discord" && one["name"] == channel);
    found.unwrap()["id"].as_str().unwrap().to_owned()
}

/// The card of NOR-1, as it stands in a channel now: not what is told below it, nor to one person.
async fn cards(server: &Server<'_>, name: &str, channel: &str) -> Vec<Value> {
    let seen = server.reads(name, channel).await.into_iter();
    let is_card = |one: &Value| {
        let own = one["ephemeral"] != true && one["thread_ts"].is_null() && one["deleted"] != true;
        own && one["text"].as_str().is_some_and(|text| text.contains("NOR-1"))
    };
    seen.filter(is_card).collect()
}

fn colour(card: &Value) -> u64 {
    card["embeds"][0]["color"].as_u64().unwrap_or_else(|| panic!("a colour: {card}"))
}

async fn is_sent(server: &Server<'_>, name: &str, form: &Seen, fields: &[(&str, &str)]) -> Value {
    server.sends(name, form, fields).await
}

#[tokio::test]
async fn case_2_of_an_approval_and_a_rejection_at_once_one_counts_and_is_told_to_the_other() {
    on_slack(Only::Told, async |world| {
        let server = server(world).await;
        server.refers(PAULA).await;
        let before = cards(&server, "Sales 1", "sales-desk").await;
        let approve = server.presses("Sales 1", "sales-desk", "Approve").await;
        let reject = server.presses("Sales 2", "sales-desk", "Reject").await;
        let reason = [("Reason", "Too early")];
        tokio::join!(
            is_sent(&server, "Sales 1", &approve, &[]),
            is_sent(&server, "Sales 2", &reject, &reason),
        );
        world.settle().await;
        let all = world.referrals().await;
        let (faster, slower, word) = match all[0].1.as_str() {
            "approved" => ("Sales 1", "Sales 2", "approved"),
            "rejected" => ("Sales 2", "Sales 1", "rejected"),
            other => panic!("{other}"),
        };
        let told = in_the_end("who was slower is told", async || {
            let read = server.text_in(slower, "sales-desk").await;
            let line = format!("NOR-1 was already {word} by {faster}");
            read.contains(&line).then_some(read)
        });
        told.await;
        let read = server.text_in(faster, "sales-desk").await;
        assert!(!read.contains("was already"), "{read}");
        // One card, in the colour of what counts, and one line below the partner's.
        let after = cards(&server, "Sales 1", "sales-desk").await;
        assert_eq!((before.len(), after.len()), (1, 1));
        assert_ne!(colour(&before[0]), colour(&after[0]));
        let theirs = server.text_in(PAULA, "north-partner").await;
        let decided = ["Approved by Sales 1.", "Sales 2 looked at it and cannot take it on"];
        let told: usize = decided.iter().map(|line| theirs.matches(line).count()).sum();
        assert_eq!(told, 1, "{theirs}");
    })
    .await;
}

#[tokio::test]
async fn case_12_a_card_that_was_deleted_is_posted_once_more_and_its_old_button_still_counts() {
    on_slack(Only::Told, async |world| {
        let server = server(world).await;
        server.refers(PAULA).await;
        let mut stale = Value::Null;
        for (name, channel) in [(PAULA, "north-partner"), ("Sales 1", "sales-desk")] {
            let card = cards(&server, name, channel).await.remove(0);
            let at = id_of(world, channel).await;
            let gone = json!({ "delete_message": { "channel": at, "ts": card["ts"] } });
            world.change(gone).await;
            assert!(cards(&server, name, channel).await.is_empty());
            stale = card;
        }
        // Somebody's client shows it still.
        let press = json!({
            "channel": id_of(world, "sales-desk").await, "ts": stale["ts"], "label": "Approve",
        });
        let body =
            json!({ "as": server.person("Sales 1"), "do": { "press": press }, "forge": true });
        let answer = world.post("act", &body).await;
        let form = Seen(answer["screen"]["views"][0].clone());
        assert!(form.0["title"].as_str().is_some_and(|title| title.contains("NOR-1")), "{answer}");
        server.sends("Sales 1", &form, &[]).await;
        world.settle().await;
        assert_eq!(world.referrals().await, [("NOR-1".to_owned(), "approved".to_owned())]);
        for (name, channel) in [(PAULA, "north-partner"), ("Sales 1", "sales-desk")] {
            let stands = in_the_end("the card stands again", async || {
                let found = cards(&server, name, channel).await;
                found.first().filter(|card| card["text"].as_str().unwrap().contains("Approved"))?;
                Some(found)
            });
            assert_eq!(stands.await.len(), 1, "once in {channel}");
        }
    })
    .await;
}

/// How many calls of a route ended with this code of Discord's.
async fn refused(world: &World, route: &str, code: u64) -> usize {
    let log = world.log().await;
    let calls = log.iter().filter(|one| one["kind"] == "api" && one["method"] == route);
    calls.filter(|one| one["response"]["code"] == code).count()
}

const POST: &str = "POST /channels/{id}/messages";
const EDIT: &str = "PATCH /channels/{id}/messages/{id}";

#[tokio::test]
async fn case_12_a_post_that_was_deleted_before_its_answer_came_is_done_and_its_card_comes_with_the_next_news()
 {
    on_slack(Only::Told, async |world| {
        let server = server(world).await;
        let desk = id_of(world, "sales-desk").await;
        // The card is posted, nobody hears of it, and the next try is kept away for a while.
        world.fault(POST, 1, json!({ "channel": desk, "drop_reply": true })).await;
        world.fault(POST, u32::MAX, json!({ "channel": desk, "http_status": 503 })).await;
        let form = server.types(PAULA, "north-partner", "/refer").await;
        let (first, second) = crate::discord::pages();
        server.sends(PAULA, &form, &first).await;
        let form = server.presses(PAULA, "north-partner", "Continue the form").await;
        server.sends(PAULA, &form, &second).await;
        let card = in_the_end("the card stands", async || {
            cards(&server, "Sales 1", "sales-desk").await.pop()
        });
        let card = card.await;
        world.change(json!({ "delete_message": { "channel": desk, "ts": card["ts"] } })).await;
        world.clear_faults().await;
        world.settle().await;
        // Discord knows the nonce, and says so once.
        assert_eq!(refused(world, POST, 10_008).await, 1);
        assert!(cards(&server, "Sales 1", "sales-desk").await.is_empty());
        world.clock_on("2h").await;
        world.settle().await;
        assert_eq!(refused(world, POST, 10_008).await, 1, "it is not tried for ever");

        // With the next that happens it stands again, once.
        server.types_inside("Sales 1", "sales-desk", "/approve number:NOR-1").await;
        let screen = world.get(&format!("users/{}/screen", server.person("Sales 1"))).await;
        server.sends("Sales 1", &Seen(screen["views"][0].clone()), &[]).await;
        world.settle().await;
        assert_eq!(world.referrals().await, [("NOR-1".to_owned(), "approved".to_owned())]);
        let stands = cards(&server, "Sales 1", "sales-desk").await;
        assert_eq!(stands.len(), 1, "{stands:?}");
        assert!(stands[0]["text"].as_str().unwrap().contains("Approved"), "{stands:?}");
    })
    .await;
}

#[tokio::test]
async fn case_12_when_several_answers_are_lost_one_card_stands_and_shows_what_comes_next() {
    on_discord(async |world| {
        let desk = id_of(world, "sales-desk").await;
        world.fault(POST, 3, json!({ "channel": desk, "drop_reply": true })).await;
        let referral = world.person("Partner member").refers("acme.example").await;
        assert!(world.person("Sales 1").approves(&referral).await.ok);
        world.settle().await;
        let headline = format!("{} · ", referral.number);
        let mut cards = world.all_in("sales-desk").await;
        cards.retain(|one| one.thread.is_none() && one.text.contains(&headline));
        assert_eq!(cards.len(), 1, "{cards:?}");
        assert!(cards[0].text.contains("Approved"), "{cards:?}");
    })
    .await;
}

#[tokio::test]
async fn case_24_an_old_card_that_may_not_be_edited_any_more_is_posted_anew_with_the_newest_state()
{
    on_slack(Only::Told, async |world| {
        let server = server(world).await;
        server.refers(PAULA).await;
        let old = cards(&server, "Sales 1", "sales-desk").await.remove(0);
        world.clock_on("3h").await;
        let desk = id_of(world, "sales-desk").await;
        world.fault(EDIT, u32::MAX, json!({ "channel": desk, "code": 30_046 })).await;
        let form = server.presses("Sales 1", "sales-desk", "Approve").await;
        server.sends("Sales 1", &form, &[]).await;
        world.settle().await;
        assert_eq!(refused(world, EDIT, 30_046).await, 1, "it is not tried for ever");
        let stands = cards(&server, "Sales 1", "sales-desk").await;
        assert_eq!(stands.len(), 1, "{stands:?}");
        assert_ne!(stands[0]["ts"], old["ts"], "what stood there is gone");
        assert!(stands[0]["text"].as_str().unwrap().contains("Approved"), "{stands:?}");
    })
    .await;
}

#[tokio::test]
async fn case_21_a_start_registers_nothing_that_is_registered_already() {
    on_slack(Only::Told, async |world| {
        let registered = async || {
            let log = world.get("log?after=0").await;
            let put = |one: &&Value| {
                let method = one["method"].as_str().unwrap_or_default();
                method.starts_with("PUT") && method.ends_with("/commands")
            };
            log["entries"].as_array().unwrap().iter().filter(put).count()
        };
        in_the_end("the commands are there", async || (registered().await == 1).then_some(()))
            .await;
        world.restart().await;
        world.settle().await;
        // The log of calls began anew with the world, and the list has not changed.
        assert_eq!(registered().await, 0);
        let server = server(world).await;
        server.refers(PAULA).await;
        assert_eq!(world.referrals().await, [("NOR-1".to_owned(), "submitted".to_owned())]);
    })
    .await;
}

#[tokio::test]
async fn somebody_is_referred_from_their_own_menu_and_stands_in_the_form_as_the_contact() {
    on_slack(Only::Told, async |world| {
        let server = server(world).await;
        let at = id_of(world, "north-partner").await;
        let used = json!({ "name": "Refer this person", "channel": at, "user": "Colleague" });
        let answer = server.act(PAULA, json!({ "shortcut": used })).await;
        let form = Seen(answer["screen"]["views"][0].clone());
        assert_eq!(form.0["title"], "Refer a customer", "{answer}");
        let (first, second): (Vec<_>, Vec<_>) = crate::world::filled(&[])
            .into_iter()
            .filter(|(label, _)| *label != "Contact name")
            .partition(|(label, _)| {
                let first = ["Company website", "Company name", "Need", "Relationship"];
                first.contains(label) || *label == "Introduction"
            });
        server.sends(PAULA, &form, &first).await;
        let form = server.presses(PAULA, "north-partner", "Continue the form").await;
        assert!(form.0.to_string().contains("Colleague"), "{}", form.0);
        server.sends(PAULA, &form, &second).await;
        world.settle().await;
        let card = server.text_in("Sales 1", "sales-desk").await;
        assert!(card.contains("Colleague"), "{card}");
        let theirs = server.text_in(PAULA, "north-partner").await;
        assert!(!theirs.contains("Contact:"), "{theirs}");
    })
    .await;
}

#[tokio::test]
async fn a_draft_that_is_discarded_registers_nothing_and_cannot_be_opened_again() {
    on_slack(Only::Told, async |world| {
        let server = server(world).await;
        let form = server.types(PAULA, "north-partner", "/refer").await;
        let first = ["Company website", "Company name", "Need", "Relationship", "Introduction"];
        let typed = crate::world::filled(&[]);
        let typed: Vec<_> = typed.into_iter().filter(|(label, _)| first.contains(label)).collect();
        server.sends(PAULA, &form, &typed).await;
        server.presses(PAULA, "north-partner", "Discard draft").await;
        let asked = server.text_in(PAULA, "north-partner").await;
        assert!(asked.contains("Discard draft?"), "{asked}");
        server.presses(PAULA, "north-partner", "Discard draft").await;
        let gone = server.text_in(PAULA, "north-partner").await;
        assert!(gone.contains("The draft is gone, and nothing was sent."), "{gone}");
        let again = server.presses(PAULA, "north-partner", "Continue the form").await;
        assert!(again.0.is_null(), "{}", again.0);
        let told = server.text_in(PAULA, "north-partner").await;
        assert!(told.contains("What you typed here is not kept any more"), "{told}");
        assert_eq!(world.referrals().await, []);
    })
    .await;
}

/// How often something stands in a channel of the server as the app said it, to all.
async fn stands(server: &Server<'_>, name: &str, channel: &str, words: &str) -> usize {
    let seen = server.reads(name, channel).await.into_iter();
    let own = seen.filter(|one| one["ephemeral"] != true && one["deleted"] != true);
    own.filter(|one| format!("{} {}", one["text"], one["embeds"]).contains(words)).count()
}

#[tokio::test]
async fn case_26_a_bot_that_is_started_while_it_is_out_says_so_and_waits_to_be_let_in() {
    on_slack(Only::Told, async |world| {
        let server = server(world).await;
        let first = world.person(PAULA).refers("acme.example").await;
        world.change(json!({ "platform": "discord", "remove_bot": true })).await;
        let told = "Vouch cannot speak in workspace";
        let is_told = async || {
            let heard = world.heard("Partner manager").await;
            (heard.matches(told).count() == 1).then_some(())
        };
        in_the_end("somebody in charge is told", is_told).await;
        world.restart().await;
        let member = world.person(PAULA);
        member.opens_the_form().await;
        let sent = member.submits(&filled(&[("Company website", "birch.example")])).await;
        let second = member.receipt(sent).number;
        world.settle_briefly().await;
        assert_eq!(stands(&server, "Sales 1", "sales-desk", &second).await, 0);

        world.change(json!({ "platform": "discord", "add_bot": true })).await;
        world.settle().await;
        for number in [&first.number, &second] {
            assert_eq!(stands(&server, "Sales 1", "sales-desk", number).await, 1, "{number}");
        }
        assert_eq!(world.heard("Partner manager").await.matches(told).count(), 1, "told once");
        let form = server.types(PAULA, "north-partner", "/refer website:elm.example").await;
        assert_eq!(form.0["title"], "Refer a customer", "{}", form.0);
    })
    .await;
}

/// Calls to Discord that were refused because the bot is not there.
async fn shut_out(world: &World) -> usize {
    let log = world.get("log?after=0").await;
    let all = log["entries"].as_array().unwrap().iter();
    let there = all.filter(|one| one["platform"] == "discord" && one["kind"] == "api");
    there.filter(|one| one["response"]["code"] == 50_001).count()
}

#[tokio::test]
async fn case_26_what_waits_while_the_bot_is_put_out_is_said_once_when_it_is_back() {
    on_slack(Only::Told, async |world| {
        let server = server(world).await;
        let first = world.person(PAULA).refers("acme.example").await;
        let member = world.person(PAULA);
        // In the middle of what there is to say: the answer to one post is lost, and the owner of the
        // server removes the bot.
        world.fault("POST /channels/{id}/messages", 1, json!({ "drop_reply": true })).await;
        world.person("Sales 1").presses("Approve", &first).await;
        world.person("Sales 1").submits(&[]).await;
        world.change(json!({ "platform": "discord", "remove_bot": true })).await;
        let mut numbers = Vec::new();
        for website in ["birch.example", "cedar.example", "dogwood.example"] {
            member.opens_the_form().await;
            let sent = member.submits(&filled(&[("Company website", website)])).await;
            numbers.push(member.receipt(sent).number);
            world.settle_briefly().await;
        }
        let told = "Vouch cannot speak in workspace";
        in_the_end("somebody in charge is told", async || {
            let heard = world.heard("Partner manager").await;
            (heard.matches(told).count() == 1).then_some(())
        })
        .await;
        // It is tried again seldom, whatever waits: Discord shuts a bot out that goes on and on.
        let before = shut_out(world).await;
        world.clock_on("35m").await;
        world.settle_briefly().await;
        let tried = shut_out(world).await - before;
        assert!(tried <= 12, "{tried} calls in 35 minutes");
        for number in &numbers {
            assert_eq!(stands(&server, "Sales 1", "sales-desk", number).await, 0, "{number}");
        }

        world.change(json!({ "platform": "discord", "add_bot": true })).await;
        world.settle().await;
        for number in &numbers {
            assert_eq!(stands(&server, PAULA, "north-partner", number).await, 1, "{number}");
            assert_eq!(stands(&server, "Sales 1", "sales-desk", number).await, 1, "{number}");
        }
        assert_eq!(stands(&server, PAULA, "north-partner", "Approved by Sales 1.").await, 1);
        assert_eq!(world.heard("Partner manager").await.matches(told).count(), 1, "told once");
        // And it goes on as before.
        let form = server.types(PAULA, "north-partner", "/refer website:elm.example").await;
        assert_eq!(form.0["title"], "Refer a customer", "{}", form.0);
    })
    .await;
}
