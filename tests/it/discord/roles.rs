//! Roles that go with tiers: given and taken as the ledger has it, whatever the order.

use serde_json::{Value, json};
use vouch::program::BUILT_IN;

use crate::discord::Server;
use crate::world::{Only, World, in_the_end, on_slack_with};

const PAULA: &str = "Partner member";
const NORTHS: &str = "partner = \"NOR\"\nroles = [\"partner_member\"]";
const TIERS: &str = r#"
[[tiers]]
name = "Bronze"

[[tiers]]
name = "Silver"
won = 1
within_days = 90
promise_days = 1
"#;
const GIVE: &str = "PUT /guilds/{id}/members/{id}/roles/{id}";
const TAKE: &str = "DELETE /guilds/{id}/members/{id}/roles/{id}";

async fn with_tiers(story: impl AsyncFn(&World)) {
    let program = format!("{BUILT_IN}{TIERS}");
    on_slack_with(Only::Told, &[("program.toml", &program)], story).await;
}

/// What an admin makes in the server.
async fn makes_role(world: &World, name: &str) -> String {
    let change = json!({ "platform": "discord", "add_role": name });
    world.post("world", &change).await["role"].as_str().unwrap().to_owned()
}

/// Adds to the set-up file which role goes with which tier.
async fn goes_with(world: &World, roles: &[(&str, &str)]) {
    let mut setup = std::fs::read_to_string(world.folder().join("both.toml")).unwrap();
    for (tier, role) in roles {
        setup += &format!("\n[[tier_role]]\ntier = \"{tier}\"\nrole = \"discord:{role}\"\n");
    }
    applies(world, &setup).await;
}

async fn applies(world: &World, setup: &str) {
    let file = world.folder().join("roles.toml");
    std::fs::write(&file, setup).unwrap();
    let applied = world.command(&["setup", "apply", file.to_str().unwrap()]).await;
    assert!(applied.status.success(), "{}", String::from_utf8_lossy(&applied.stderr));
}

/// Which of these roles somebody has.
async fn worn(world: &World, name: &str, roles: &[(&str, &str)]) -> Vec<String> {
    let facts = world.get("world").await;
    let mut all = facts["users"].as_array().unwrap().iter();
    let there = all.find(|one| one["platform"] == "discord" && one["name"] == name).unwrap();
    let own = there["role_ids"].as_array().unwrap();
    let has = |(_, id): &&(&str, &str)| own.iter().any(|own| own == id);
    roles.iter().filter(has).map(|(tier, _)| (*tier).to_owned()).collect()
}

async fn comes_to_wear(world: &World, roles: &[(&str, &str)], tiers: &[&str]) {
    world.settle().await;
    let there = in_the_end("the roles are the ledger's", async || {
        (worn(world, PAULA, roles).await == *tiers).then_some(())
    });
    there.await;
}

async fn wins(world: &World, website: &str) {
    let referral = world.person(PAULA).refers(website).await;
    world.person("Sales 1").approves(&referral).await;
    world.person("Sales 1").wins(&referral).await;
}

async fn calls(world: &World, method: &str) -> Vec<Value> {
    let log = world.get("log?after=0").await;
    let all = log["entries"].as_array().unwrap().iter();
    all.filter(|one| one["kind"] == "api" && one["method"] == method).cloned().collect()
}

#[tokio::test]
async fn case_25_a_tier_down_and_up_in_one_minute_ends_on_the_ledgers_tier() {
    with_tiers(async |world| {
        world.clock_at("2027-01-05T10:00:00Z").await;
        Server::with(world, &[(PAULA, NORTHS)]).await;
        let (bronze, silver) =
            (makes_role(world, "Bronze").await, makes_role(world, "Silver").await);
        let roles = [("Bronze", bronze.as_str()), ("Silver", silver.as_str())];
        goes_with(world, &roles).await;
        comes_to_wear(world, &roles, &["Bronze"]).await;
        wins(world, "acme.example").await;
        comes_to_wear(world, &roles, &["Silver"]).await;
        let why = "North Partner is Silver in the referral programme.";
        assert_eq!(calls(world, GIVE).await.last().unwrap()["request"]["reason"], why);

        // Told in time, and almost made up for.
        world.clock_at("2027-05-31T09:10:00Z").await;
        world.settle().await;
        world.clock_at("2027-07-01T08:50:00Z").await;
        world.settle().await;
        let referral = world.person(PAULA).refers("birch.example").await;
        world.person("Sales 1").approves(&referral).await;
        comes_to_wear(world, &roles, &["Silver"]).await;
        // It falls: what gives the lower role is lost on its way back, what takes the higher one has
        // to wait; and within the minute it rises again.
        let wait = json!({ "error": "ratelimited", "retry_after": 20, "scope": "shared" });
        world.fault(GIVE, 1, json!({ "drop_reply": true })).await;
        world.fault(TAKE, 2, wait.clone()).await;
        world.clock_at("2027-07-01T09:00:10Z").await;
        world.person("Sales 1").wins(&referral).await;
        comes_to_wear(world, &roles, &["Silver"]).await;
        world.clear_faults().await;
        // It has risen twice, and is told so each time.
        for told in world.all_in("north-partner").await {
            if told.text.starts_with("You are now Silver.") {
                world.may_stand_twice(&told.text);
            }
        }

        // Up, and in the same minute out: the partnership ends while the role is on its way.
        world.fault(TAKE, 1, wait).await;
        world.fault(GIVE, 1, json!({ "http_status": 503 })).await;
        let setup = std::fs::read_to_string(world.folder().join("roles.toml")).unwrap();
        let gone = setup.replacen("code = \"NOR\"", "code = \"NOR\"\nstate = \"terminated\"", 1);
        applies(world, &gone).await;
        comes_to_wear(world, &roles, &[]).await;
        world.restart().await;
        comes_to_wear(world, &roles, &[]).await;
    })
    .await;
}

#[tokio::test]
async fn who_joins_a_partner_gets_its_role_and_who_leaves_loses_it() {
    with_tiers(async |world| {
        let server = Server::with(world, &[]).await;
        let bronze = makes_role(world, "Bronze").await;
        let roles = [("Bronze", bronze.as_str())];
        goes_with(world, &roles).await;
        comes_to_wear(world, &roles, &[]).await;
        let id = server.person(PAULA);
        let guild = world.get("world").await["discord"]["guild_id"].as_str().unwrap().to_owned();
        let setup = std::fs::read_to_string(world.folder().join("roles.toml")).unwrap();
        let entry =
            format!("\n[[person]]\nid = \"discord:{guild}:{id}\"\nname = \"Paula\"\n{NORTHS}\n");
        applies(world, &format!("{setup}{entry}")).await;
        comes_to_wear(world, &roles, &["Bronze"]).await;
        // What somebody does to it by hand is put right in the night.
        world.change(json!({ "roles": { "user": id, "roles": [] } })).await;
        world.clock_on("25h").await;
        comes_to_wear(world, &roles, &["Bronze"]).await;
        std::fs::write(world.folder().join("pruned.toml"), &setup).unwrap();
        let file = world.folder().join("pruned.toml");
        let pruned = world.command(&["setup", "apply", file.to_str().unwrap(), "--prune"]).await;
        assert!(pruned.status.success(), "{}", String::from_utf8_lossy(&pruned.stderr));
        comes_to_wear(world, &roles, &[]).await;
    })
    .await;
}

#[tokio::test]
async fn a_role_that_cannot_be_given_is_told_once_and_given_when_that_is_mended() {
    with_tiers(async |world| {
        Server::with(world, &[(PAULA, NORTHS)]).await;
        let (bronze, gone) = (makes_role(world, "Bronze").await, makes_role(world, "Gone").await);
        let above = json!({ "role": { "id": bronze, "position": 90 } });
        world.change(above).await;
        let roles = [("Bronze", bronze.as_str())];
        goes_with(world, &roles).await;
        comes_to_wear(world, &roles, &[]).await;
        let told = async |words: &str| world.heard("Partner manager").await.matches(words).count();
        let sentence = "Vouch cannot give or take the role of Bronze";
        in_the_end("somebody in charge is told", async || {
            (told(sentence).await == 1).then_some(())
        })
        .await;
        let tried = calls(world, GIVE).await.len();
        world.clock_on("2h").await;
        world.settle().await;
        assert_eq!(calls(world, GIVE).await.len(), tried, "it is not tried again by itself");

        // The bot's own role is moved above it.
        let facts = world.get("world").await;
        let own = facts["discord"]["roles"].as_array().unwrap().iter();
        let own = own.filter(|role| role["name"] == "Vouch").map(|role| &role["id"]).next();
        world.change(json!({ "role": { "id": own.unwrap(), "position": 91 } })).await;
        comes_to_wear(world, &roles, &["Bronze"]).await;
        assert_eq!(told(sentence).await, 1);

        // Another role for the same tier, and that one is deleted.
        world.change(json!({ "delete_role": gone })).await;
        goes_with(world, &[("Bronze", &bronze), ("Bronze", &gone)]).await;
        world.settle().await;
        let sentence = "The role of Bronze is not in the Discord server any more.";
        in_the_end("somebody in charge is told", async || {
            (told(sentence).await == 1).then_some(())
        })
        .await;
        comes_to_wear(world, &roles, &["Bronze"]).await;
    })
    .await;
}
