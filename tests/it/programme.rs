//! A whole programme from nothing, workspace and bot in a process each: by chat alone, and by file.
//! Two partners, from the first word to a won deal; at the end the doctor finds nothing.

use serde_json::json;

use crate::channels::{adds, confirmed, linked};
use crate::doctor::{ailing, checks};
use crate::world::{Referral, Wire, World, apart_from_nothing};

/// As somebody would write it by hand: the vendor, two partners, their channels, four people.
const SETUP: &str = r#"
[vendor]
workspace = "T0VENDOR001"

[[partner]]
code = "NOR"
name = "North Partner"
domains = ["north-partner.example"]
workspaces = ["slack:T0NORTH0001"]
kind = "reseller"
manager = "slack:T0VENDOR001:U0MANAGER01"

[[partner]]
code = "SOU"
name = "South Partner"
domains = ["south-partner.example"]
workspaces = ["slack:T0SOUTH0001"]

[[channel]]
id = "slack:C0SALESDESK"
audience = "internal"

[[channel]]
id = "slack:C0NORTH0001"
audience = "partner"
partner = "NOR"

[[channel]]
id = "slack:C0SOUTH0001"
audience = "partner"
partner = "SOU"

[[person]]
id = "slack:T0VENDOR001:U0ADMIN0001"
name = "Admin"
roles = ["admin"]

[[person]]
id = "slack:T0VENDOR001:U0MANAGER01"
name = "Partner manager"
roles = ["partner_manager"]

[[person]]
id = "slack:T0VENDOR001:U0SALES0001"
name = "Sales 1"
roles = ["sales"]

[[person]]
id = "slack:T0VENDOR001:U0SALES0002"
name = "Sales 2"
roles = ["sales"]

[[token]]
workspace = "T0SOUTH0001"
env = "VOUCH_TOKEN_SOUTH"
"#;

/// What only a file needs: itself, and the token that it names.
const BY_FILE: [&str; 2] = ["VOUCH_SETUP", "VOUCH_TOKEN_SOUTH"];

#[tokio::test]
async fn by_chat_alone_a_programme_is_set_up_and_runs_to_a_won_deal() {
    apart_from_nothing(Wire::Socket, async |world| {
        world.start_bot_without(&BY_FILE).await;
        let code = world.code().expect("a start without an admin prints a code");
        let admin = world.person("Admin");
        admin.types("random", &format!("/vouch admin {code}")).await;
        world.settle().await;
        for (name, role) in
            [("Partner manager", "Partner manager"), ("Sales 1", "Sales"), ("Sales 2", "Sales")]
        {
            admin.types("random", "/vouch role").await;
            let given = [("Person", name), ("Role", role), ("Change", "Give")];
            let told = admin.submits(&given).await;
            assert!(told.screen.words.contains(" is now "), "{name}: {told:?}");
        }
        adds(world, "Partner manager", "sales-desk").await;
        let manager = world.person("Partner manager");
        manager.presses_in("sales-desk", "Use for internal sales").await;
        for (name, code, channel, website) in [
            ("North Partner", "NOR", "north-partner", "north-partner.example"),
            ("South Partner", "SOU", "south-partner", "south-partner.example"),
        ] {
            manager.types("sales-desk", &format!("/vouch partner {name}")).await;
            let asked =
                [("Kind", "Reseller"), ("Website", website), ("Manager", "Partner manager")];
            let opened = manager.submits(&asked).await;
            assert!(opened.screen.words.contains(&format!("with the code {code}")), "{opened:?}");
            linked(world, channel, code).await;
            confirmed(world, channel, name).await;
        }
        runs_to_a_won_deal(world).await;
        admin.types("random", "/vouch roles").await;
        world.settle().await;
        let roles = world.heard("Admin").await;
        assert!(roles.contains("Sales 1, Sales 2"), "{roles}");
        all_is_well(world, world.bot_command_without(&BY_FILE)).await;
    })
    .await;
}

#[tokio::test]
async fn by_file_a_programme_is_set_up_and_runs_to_a_won_deal() {
    apart_from_nothing(Wire::Push, async |world| {
        std::fs::write(world.setup_file(), SETUP).unwrap();
        for channel in ["sales-desk", "north-partner", "south-partner"] {
            let by = world.person("Admin").id().to_owned();
            let add = json!({ "channel": world.channel(channel), "by": by });
            world.change(json!({ "add_bot": add })).await;
        }
        world.start_bot().await;
        // What could not be delivered while no bot ran comes again after a second, then a minute.
        world.clock_on("2m").await;
        world.settle().await;
        assert_eq!(world.code(), None, "the file names an admin");
        runs_to_a_won_deal(world).await;
        // What was applied once changes nothing a second time.
        let (code, said) = world.runs(&["setup", "apply", "setup.toml"]).await;
        assert_eq!((code, said.as_str()), (Some(0), "Nothing to change.\n"));
        all_is_well(world, world.bot_command()).await;
    })
    .await;
}

/// Two partners register, sales approves, asks, moves on; one deal is won and one is lost.
async fn runs_to_a_won_deal(world: &World) {
    let (north, south) = (world.person("Partner member"), world.person("South member"));
    let (one, two) = (world.person("Sales 1"), world.person("Sales 2"));
    let acme = north.refers_with(&[("Company website", "acme.example")]).await;
    let birch = south.refers_with(&[("Company website", "birch.example")]).await;
    assert_eq!([acme.number.as_str(), birch.number.as_str()], ["NOR-1", "SOU-1"]);
    one.fills_in("Ask", &acme, &[("Question", "Who decides there?")]).await;
    north.fills_in("Answer", &acme, &[("Answer", "Their head of logistics.")]).await;
    one.approves(&acme).await;
    two.approves(&birch).await;
    moves(world, &acme, &[("Stage", "Meeting"), ("Next step", "Call on Tuesday")]).await;
    let won = [("Stage", "Won"), ("Amount", "12500"), ("Currency", "EUR"), ("Next step", "")];
    moves(world, &acme, &won).await;
    moves(world, &birch, &[("Stage", "Lost"), ("Reason", "Timing")]).await;
    let mut all = world.referrals().await;
    all.sort();
    let state = |number: &str, state: &str| (number.to_owned(), state.to_owned());
    assert_eq!(all, [state("NOR-1", "won"), state("SOU-1", "lost")]);
    let told = north.text_in("north-partner").await;
    assert!(told.contains("Thank you for the introduction."), "{told}");
    for (member, channel, other) in
        [(&north, "north-partner", "South"), (&south, "south-partner", "North")]
    {
        let read = member.text_in(channel).await;
        assert!(!read.contains(other) && !read.contains("12,500"), "{channel}: {read}");
    }
    north.presses_in("north-partner", "My referrals").await;
    world.settle().await;
    let listed = world.heard("Partner member").await;
    assert!(listed.contains("North Partner: 0 open, 1 in all."), "{listed}");
}

async fn moves(world: &World, referral: &Referral, to: &[(&str, &str)]) {
    let sent = world.person("Sales 1").fills_in("Move stage", referral, to).await;
    assert!(!sent.screen.open(), "{sent:?}");
}

/// The doctor finds nothing to repair and nothing to warn of.
async fn all_is_well(world: &World, bot: std::process::Command) {
    let manifest = include_str!("../../manifest.yml");
    std::fs::write(world.folder().join("manifest.yml"), manifest).unwrap();
    assert_eq!(ailing(&checks(bot).await), []);
}
