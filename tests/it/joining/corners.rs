//! Companies that want to join, where something has changed meanwhile: who reads the card, where whoever
//! applied has come to, and who is invited in vain.

use serde_json::json;

use super::{
    ACCEPT, BECOME, COMMUNITY, DECLINE, FOUNDER, MANAGER, SALES, applications, applies, card,
    decides, opens_joining, typed,
};
use crate::channels::{joins, leaves};
use crate::members::{asks, with_button};
use crate::world::{Only, World, everywhere, in_the_end, on_slack};

const NORTH: &str = "T0NORTH0001";

/// Applies by the button of the community's channel.
async fn applies_there(world: &World, who: &str, company: &str, website: &str) {
    let intro = world.intro(COMMUNITY).await;
    let person = world.person(who);
    person.presses_old(BECOME, &intro).await;
    let sent = person.submits(&typed(&[("Company name", company), ("Website", website)])).await;
    assert!(sent.screen.words.contains("Thank you."), "{who}: {sent:?}");
}

/// How often the manager was told directly that this company wants to join.
async fn told_directly(world: &World, company: &str) -> usize {
    let all = world.person(MANAGER).direct_messages().await;
    let line = format!("{company} wants to join.");
    all.iter().filter(|one| one.text.contains(&line)).count()
}

#[tokio::test]
async fn where_nobody_reads_the_card_whoever_looks_after_partners_is_told_directly() {
    on_slack(Only::Channels, async |world| {
        opens_joining(world).await;
        joins(world, NORTH, SALES).await;
        applies_there(world, "North guest", "Birch Partner", "birch.example").await;
        world.settle().await;
        assert_eq!(told_directly(world, "Birch Partner").await, 1);
        let inside = world.all_in(SALES).await;
        assert!(inside.iter().all(|one| !one.text.contains("Birch Partner")), "{inside:?}");
        leaves(world, NORTH, SALES).await;

        world.change(json!({ "archive": world.channel(SALES) })).await;
        in_the_end("it is known to be gone", async || {
            let gone = "select channel_id, dead_code from channel where dead_code is not null";
            (!world.database.pairs(gone).await.is_empty()).then_some(())
        })
        .await;
        applies_there(world, FOUNDER, "Fresh Partner", "fresh.example").await;
        in_the_end("the manager is told directly", async || {
            (told_directly(world, "Fresh Partner").await == 1).then_some(())
        })
        .await;
        let note = with_button(world, MANAGER, ACCEPT).await;
        assert!(note.text.contains("Score 14 of 20"), "{note:?}");
        world.change(json!({ "unarchive": world.channel(SALES) })).await;
        world.settle().await;
        assert!(card(world).await.text.contains("Fresh Partner wants to join."));
        assert_eq!(told_directly(world, "Fresh Partner").await, 1);
    })
    .await;
}

#[tokio::test]
async fn whoever_has_come_to_another_partner_meanwhile_is_not_told_that_they_speak_for_theirs() {
    on_slack(Only::People, async |world| {
        opens_joining(world).await;
        applies_there(world, "North guest", "Fresh Partner", "fresh.example").await;
        asks(world, "North guest").await;
        let asked = with_button(world, MANAGER, "Link this person").await;
        world.person(MANAGER).presses_on("Link this person", &asked).await;
        world.settle().await;
        let manager = world.person(MANAGER);
        let opened = manager.presses_on(ACCEPT, &card(world).await).await;
        let nobody =
            "North guest speaks for North Partner now, so nobody speaks for Fresh Partner yet.";
        assert!(opened.screen.words.contains(nobody), "{opened:?}");
        let done = manager.submits(&[("Code", "FRE"), ("Manager", MANAGER)]).await;
        world.settle().await;
        assert!(done.screen.words.contains(nobody), "{done:?}");
        assert!(!done.screen.words.contains("was told"), "{done:?}");
        let heard = world.heard("North guest").await;
        assert!(!heard.contains("Welcome, Fresh Partner."), "{heard}");
        let members =
            "select p.name, a.code from person p join partner a on a.partner_id = p.partner_id
                        where a.code = 'FRE'";
        assert!(world.database.pairs(members).await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn whoever_has_a_role_meanwhile_is_not_told_that_they_speak_for_a_partner() {
    everywhere(async |world| {
        opens_joining(world).await;
        applies(world, FOUNDER, &[]).await;
        let waits = card(world).await;
        let manager = world.person(MANAGER);
        let opened = manager.presses_on(ACCEPT, &waits).await;
        assert!(opened.screen.words.contains("Colleague its partner admin."), "{opened:?}");
        // The form is open already when the role is given.
        let admin = world.person("Admin");
        admin.types(SALES, "/vouch role").await;
        admin.submits(&[("Person", FOUNDER), ("Role", "Auditor"), ("Change", "Give")]).await;
        world.settle().await;
        let done = manager.submits(&[("Code", "FRE"), ("Manager", MANAGER)]).await;
        world.settle().await;
        let nobody =
            "Colleague has a role on your own side now, so nobody speaks for Fresh Partner yet.";
        assert!(done.screen.words.contains(nobody), "{done:?}");
        let heard = world.heard(FOUNDER).await;
        assert!(!heard.contains("Welcome, Fresh Partner."), "{heard}");
    })
    .await;
}

#[tokio::test]
async fn nobody_is_sent_a_form_that_they_could_not_send() {
    everywhere(async |world| {
        opens_joining(world).await;
        applies(world, FOUNDER, &[]).await;
        let manager = world.person(MANAGER);
        let invites = async |person: &str, website: &str| {
            manager.types(SALES, "/vouch partner").await;
            world.settle().await;
            manager.presses_in(SALES, "Invite a partner").await;
            let fields =
                [("Person", person), ("Company name", "Elm Partner"), ("Website", website)];
            let sent = manager.submits(&fields).await;
            world.settle().await;
            sent
        };
        let no = invites(FOUNDER, "elm.example").await;
        let waits = "Colleague has applied already. Decide about that first.";
        assert_eq!(no.error_at("Person"), waits, "{no:?}");
        manager.closes().await;
        let no = invites("North guest", "www.fresh.example").await;
        let taken = "An application for this website waits, or was declined not long ago.";
        assert!(no.error_at("Website").contains(taken), "{no:?}");
        manager.closes().await;
        decides(world, MANAGER, DECLINE, &[("Reason", "You are far away.")]).await;
        manager.closes().await;
        let no = invites(FOUNDER, "elm.example").await;
        let again = "Colleague was declined, and may apply again from ";
        assert!(no.error_at("Person").starts_with(again), "{no:?}");
        assert_eq!(applications(world).await, 1, "nobody was invited");
        manager.closes().await;

        world.clock_on("91d").await;
        world.settle().await;
        let done = invites(FOUNDER, "www.fresh.example").await;
        assert!(done.screen.words.contains("Colleague was sent the form."), "{done:?}");
        let invitation = with_button(world, FOUNDER, BECOME).await;
        let opened = world.person(FOUNDER).presses_on(BECOME, &invitation).await;
        assert_eq!(opened.screen.values["Website"], "fresh.example", "{opened:?}");
    })
    .await;
}
