//! Partners' workspaces install the app themselves: by a link, over the page on which an app is let
//! in, and back. Cases 9, 12 and 21 of the nasty ones.

mod corners;
mod keys;
mod life;
mod whose;

use crate::world::{Only, World, filled, on_slack};

/// The id of a partner's workspace.
pub const NORTH: &str = "T0NORTH0001";

/// Somebody types the command, fills in the form and gets a receipt: its number.
pub async fn refers_by_command(world: &World, who: &str, website: &str) -> String {
    let person = world.person(who);
    let opened = person.types(&person.home(), &format!("/refer {website}")).await;
    assert!(opened.ok && opened.screen.open(), "{opened:?}");
    let sent = person.submits(&filled(&[("Company website", website)])).await;
    let referral = person.receipt(sent);
    world.settle().await;
    referral.number
}

/// Which workspaces' tokens were used for the successful calls of a method.
pub async fn speakers(world: &World, method: &str) -> Vec<String> {
    let calls = world.calls(method).await;
    calls.iter().map(|call| call["team_id"].as_str().unwrap_or_default().to_owned()).collect()
}

#[tokio::test]
async fn a_partners_workspace_installs_the_app_and_refers_by_command_in_the_shared_channel() {
    on_slack(Only::Installing, async |world| {
        let member = world.person("Partner member");
        let early = member.types("north-partner", "/refer acme.example").await;
        assert_eq!(early.error, "not_a_command", "{early:?}");

        let page = world.installs("north-partner", "North Partner").await;
        let next =
            "Vouch is in North Partner. Next: open #north-partner and press Refer a customer.";
        assert!(page.status == 200 && page.text.starts_with(next), "{page:?}");

        assert_eq!(refers_by_command(world, "Partner member", "acme.example").await, "NOR-1");
        let opened = speakers(world, "views.open").await;
        assert_eq!(opened.last().unwrap(), NORTH, "its form is opened with its own token");
        let sales = world.person("Sales 1");
        let card =
            sales.reads("sales-desk").await.into_iter().find(|one| one.text.contains("NOR-1"));
        sales.presses_on("Approve", &card.unwrap()).await;
        sales.submits(&[]).await;
        world.settle().await;
        assert_eq!(world.referrals().await, [("NOR-1".to_owned(), "approved".to_owned())]);
        let posts = speakers(world, "chat.postMessage").await;
        assert!(posts.iter().all(|team| team == "T0VENDOR001"), "only the vendor posts: {posts:?}");

        let kept = world
            .database
            .pairs("select workspace, locked from installation where locked is not null");
        let kept = kept.await;
        assert!(kept.len() == 1 && kept[0].0 == format!("slack:{NORTH}"), "{kept:?}");
        let token = bot_token(world).await;
        assert!(token.starts_with("xoxb-"), "{token}");
        assert!(!kept[0].1.contains(&hex::encode(&token)), "it stands there in clear");
    })
    .await;
}

/// North's token, as the workspace knows it.
pub async fn bot_token(world: &World) -> String {
    let facts = world.get("world").await;
    let team = facts["teams"].as_array().unwrap().iter().find(|team| team["id"] == NORTH);
    team.unwrap()["bot_token"].as_str().unwrap_or_default().to_owned()
}
