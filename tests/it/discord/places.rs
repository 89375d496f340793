//! Channels that the bot makes for partners.

use serde_json::{Value, json};

use crate::discord::Server;
use crate::world::{Only, World, in_the_end, on_slack};

const MANAGER: &str = "Partner manager";
const DESK: &str = "sales-desk";
const CREATE: &str = "POST /guilds/{id}/channels";

async fn server(world: &World) -> Server<'_> {
    Server::with(world, &[(MANAGER, "roles = [\"partner_manager\"]")]).await
}

/// The channels of the server with this name.
async fn called(world: &World, name: &str) -> Vec<Value> {
    let facts = world.get("world").await;
    let all = facts["channels"].as_array().unwrap().iter();
    all.filter(|one| one["platform"] == "discord" && one["name"] == name).cloned().collect()
}

async fn opens_the_form(server: &Server<'_>, code: &str) -> crate::discord::Seen {
    server.types(MANAGER, DESK, &format!("/vouch partner {code}")).await;
    server.presses(MANAGER, DESK, "Create channel").await
}

/// The id of a role of the server.
async fn role(world: &World, name: &str) -> Value {
    let facts = world.get("world").await;
    let mut all = facts["discord"]["roles"].as_array().unwrap().iter();
    all.find(|role| role["name"] == name).unwrap()["id"].clone()
}

#[tokio::test]
async fn a_partner_gets_a_private_channel_of_its_own_with_its_pinned_beginning() {
    on_slack(Only::Told, async |world| {
        let server = server(world).await;
        let form = opens_the_form(&server, "SOU").await;
        assert_eq!(form.0["title"], "Create channel", "{}", form.0);
        let fields = [
            ("Channel name", "South Deals!"),
            ("Partner's role", "Partner: South Partner"),
            ("Your team's role", "Sales"),
        ];
        // The answer to the call that makes it is lost.
        world.fault(CREATE, 1, json!({ "drop_reply": true })).await;
        server.sends(MANAGER, &form, &fields).await;
        world.settle().await;
        let made = called(world, "south-deals").await;
        assert_eq!(made.len(), 1, "{made:?}");
        let told = server.text_in(MANAGER, DESK).await;
        assert!(told.contains("is linked to South Partner; the intro is pinned."), "{told}");
        let who = made[0]["members"].as_array().unwrap();
        let sees = |name: &str| who.contains(&json!(server.person(name)));
        assert!(sees("South member") && sees("Sales 1"), "{who:?}");
        assert!(!sees("Partner member") && !sees("Resolver 1"), "{who:?}");
        let id = made[0]["id"].as_str().unwrap();
        let intro = in_the_end("the intro is pinned", async || {
            let path = format!("channels/{id}/messages?as={}", server.person("South member"));
            let seen = world.get(&path).await["messages"].as_array()?.clone();
            seen.into_iter().find(|one| one["pinned"] == true)
        });
        assert!(intro.await["text"].as_str().unwrap().contains("Know a company"));

        // It has one now, and is offered no other.
        server.types(MANAGER, DESK, "/vouch partner SOU").await;
        let sheet = in_the_end("the sheet is shown", async || {
            let seen = server.reads(MANAGER, DESK).await;
            seen.into_iter().next_back().filter(|one| one.to_string().contains("Suspend"))
        });
        assert!(!sheet.await["components"].to_string().contains("Create channel"));
        assert_eq!(called(world, "south-deals").await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn without_the_right_a_sentence_says_what_to_do_and_what_was_typed_stays() {
    on_slack(Only::Told, async |world| {
        let server = server(world).await;
        let own = role(world, "Vouch").await;
        // To see, to send, to embed, to read back, threads and pins; not to make channels.
        let rights: u64 =
            (1 << 10) | (1 << 11) | (1 << 14) | (1 << 16) | (1 << 35) | (1 << 38) | (1 << 51);
        world.change(json!({ "role": { "id": own, "permissions": rights } })).await;
        let form = opens_the_form(&server, "SOU").await;
        server.sends(MANAGER, &form, &[("Channel name", "south-deals")]).await;
        world.settle().await;
        let told = server.text_in(MANAGER, DESK).await;
        assert!(told.contains("Vouch may not create channels here."), "{told}");
        assert!(called(world, "south-deals").await.is_empty());

        world.change(json!({ "role": { "id": own, "permissions": rights | (1 << 4) } })).await;
        let form = server.presses(MANAGER, DESK, "Fix and resend").await;
        assert!(form.0.to_string().contains("south-deals"), "{}", form.0);
        server.sends(MANAGER, &form, &[]).await;
        world.settle().await;
        assert_eq!(called(world, "south-deals").await.len(), 1);
    })
    .await;
}
