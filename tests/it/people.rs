//! Roles given and taken by chat: who may, who may have one, and who hears of it.

use serde_json::json;

use crate::world::{Answer, Only, Person, Referral, World, everywhere, on_slack};

/// Opens *Set a role* and sends it.
async fn sets(by: &Person<'_>, change: &str, role: &str, whom: &str) -> Answer {
    let opened = by.types("sales-desk", "/vouch role").await;
    assert!(opened.screen.open(), "{}: {opened:?}", by.name());
    by.submits(&[("Person", whom), ("Role", role), ("Change", change)]).await
}

async fn direct(world: &World, name: &str) -> String {
    let messages = world.person(name).direct_messages().await;
    messages.into_iter().map(|one| one.text).collect::<Vec<_>>().join("\n")
}

#[tokio::test]
async fn an_admin_gives_a_role_that_counts_at_once_and_takes_it_again() {
    everywhere(async |world| {
        let admin = world.person("Admin");
        let given = sets(&admin, "Give", "sales", "Colleague").await;
        assert_eq!(given.screen.words, "Colleague is now sales. Roles: sales.", "{given:?}");
        world.settle().await;
        let told = direct(world, "Colleague").await;
        assert!(told.contains("You have the role sales now. Admin gave it to you."), "{told}");
        let referral = world.person("Partner member").refers("acme.example").await;
        let approved = world.person("Colleague").approves(&referral).await;
        assert!(approved.ok, "{approved:?}");
        let second = sets(&admin, "Give", "auditor", "Colleague").await;
        assert_eq!(second.screen.words, "Colleague is now auditor. Roles: sales, auditor.");
        let taken = sets(&admin, "Take", "sales", "Colleague").await;
        assert_eq!(taken.screen.words, "Colleague is not sales any more. Roles: auditor.");
        let last = sets(&admin, "Take", "auditor", "Colleague").await;
        let none = "Colleague is not auditor any more, and has no role now.";
        assert_eq!(last.screen.words, none);
        let other = world.person("Partner member").refers("birch.example").await;
        let pressed = world.person("Colleague").presses("Approve", &other).await;
        assert!(!pressed.screen.open(), "{pressed:?}");
    })
    .await;
}

#[tokio::test]
async fn the_other_admins_are_told_and_the_last_admin_stays() {
    everywhere(async |world| {
        let admin = world.person("Admin");
        let kept = sets(&admin, "Take", "admin", "Admin").await;
        let only =
            "Admin is the only admin, so nothing was changed. Make somebody else admin first.";
        assert_eq!(kept.error_at("Person"), only, "{kept:?}");
        sets(&admin, "Give", "admin", "Sales 1").await;
        sets(&admin, "Give", "finance", "Colleague").await;
        world.settle().await;
        let told = direct(world, "Sales 1").await;
        assert!(told.contains("Admin gave Colleague the role finance."), "{told}");
        let gone = sets(&world.person("Sales 1"), "Take", "admin", "Admin").await;
        assert_eq!(gone.screen.words, "Admin is not admin any more, and has no role now.");
        world.settle().await;
        let refused = admin.types("sales-desk", "/vouch role").await;
        assert!(!refused.screen.open(), "{refused:?}");
    })
    .await;
}

#[tokio::test]
async fn no_guest_and_nobody_of_another_company_gets_a_role() {
    on_slack(Only::People, async |world| {
        let admin = world.person("Admin");
        #[rustfmt::skip]
        let table = [
            ("North guest",  "North guest is a guest of a workspace, and guests have no role here."),
            ("South member", "South member belongs to another company's workspace"),
            ("Hill admin",   "Hill admin belongs to another company's workspace"),
        ];
        for (whom, sentence) in table {
            let refused = sets(&admin, "Give", "sales", whom).await;
            assert!(refused.error_at("Person").contains(sentence), "{whom}: {refused:?}");
        }
        world.settle().await;
        assert!(direct(world, "South member").await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn only_an_admin_opens_the_form_and_only_readers_see_the_list() {
    everywhere(async |world| {
        for person in world.people() {
            let name = person.name();
            let vendor = person.home() == "sales-desk";
            let known = vendor && !person.is("none") && !person.is("guest");
            if !vendor {
                // Without an install the command does not exist for them.
                continue;
            }
            let opened = person.types("random", "/vouch role").await;
            assert_eq!(opened.screen.open(), person.is("admin"), "{name}: {opened:?}");
            person.closes().await;
            person.types("random", "/vouch roles").await;
            world.settle().await;
            let heard = world.heard(name).await;
            let reads = ["admin", "partner_manager", "auditor"].iter().any(|role| person.is(role));
            assert_eq!(heard.contains("Who has which role"), reads, "{name} heard: {heard}");
            assert_eq!(heard.contains("Sales resolver"), reads, "{name} heard: {heard}");
            let told = heard.contains("Only an admin can do this here.");
            assert_eq!(told, known && !person.is("admin"), "{name} heard: {heard}");
        }
        let south = world.person("South member");
        for command in ["/vouch role", "/vouch roles", "/vouch member"] {
            let answer = south.types("south-partner", command).await;
            assert!(!answer.screen.open(), "{command}: {answer:?}");
        }
        world.settle().await;
        let heard = world.heard("South member").await;
        assert!(heard.contains("This button does not work here."), "{heard}");
        assert!(!heard.contains("admin"), "{heard}");
    })
    .await;
}

const TEAM: &str = "S0SALESTEAM";

/// Binds the seeded group as the admin, to a role as it stands in the form.
async fn binds(world: &World, role: &str, partner: &str) -> Answer {
    let admin = world.person("Admin");
    let opened = admin.types("sales-desk", "/vouch group").await;
    assert!(opened.screen.open(), "{opened:?}");
    let fields = [("Group", "Sales team"), ("Role", role), ("Partner code", partner)];
    let bound = admin.submits(&fields).await;
    world.settle().await;
    bound
}

async fn members_are(world: &World, names: &[&str]) {
    let ids: Vec<&str> = names.iter().map(|name| world.person(name).id()).collect();
    world.change(json!({ "group": { "id": TEAM, "members": ids } })).await;
}

/// Whether *Approve* opens for somebody: the role counts at once.
async fn decides(world: &World, name: &str, referral: &Referral) -> bool {
    let pressed = world.person(name).presses("Approve", referral).await;
    let opens = pressed.screen.open();
    if opens {
        world.person(name).closes().await;
    }
    world.settle().await;
    opens
}

#[tokio::test]
async fn whoever_is_in_a_bound_group_has_its_role_and_whoever_leaves_loses_it() {
    on_slack(Only::People, async |world| {
        let referral = world.person("Partner member").refers("acme.example").await;
        members_are(world, &["Colleague", "Sales 1"]).await;
        let bound = binds(world, "Sales", "").await;
        let line = "Whoever is in Sales team has the role Sales from now on.";
        assert!(bound.screen.words.contains(line), "{bound:?}");
        assert!(decides(world, "Colleague", &referral).await, "at once, when it is bound");
        let told = direct(world, "Admin").await;
        assert!(told.contains("Colleague is sales now, because they came into a group"), "{told}");
        members_are(world, &[]).await;
        world.clock_on("10m").await;
        world.settle().await;
        assert!(!decides(world, "Colleague", &referral).await, "who left has lost it");
        assert!(decides(world, "Sales 1", &referral).await, "given by hand, it stays");
        let told = direct(world, "Admin").await;
        assert!(told.contains("Colleague left a group of the chat"), "{told}");
        members_are(world, &["Colleague"]).await;
        world.clock_on("10m").await;
        world.settle().await;
        assert!(decides(world, "Colleague", &referral).await, "who came back has it again");
        binds(world, "No role", "").await;
        assert!(!decides(world, "Colleague", &referral).await, "a freed group gives nothing");
    })
    .await;
}

#[tokio::test]
async fn a_guest_in_a_bound_group_gets_nothing_and_a_silent_platform_takes_nothing() {
    on_slack(Only::People, async |world| {
        let referral = world.person("Partner member").refers("acme.example").await;
        members_are(world, &["North guest", "Colleague"]).await;
        binds(world, "Sales", "").await;
        assert!(!decides(world, "North guest", &referral).await);
        assert!(decides(world, "Colleague", &referral).await);
        members_are(world, &["North guest"]).await;
        world.fault("usergroups.users.list", 1, json!({ "error": "fatal_error" })).await;
        world.clock_on("10m").await;
        world.settle().await;
        assert!(decides(world, "Colleague", &referral).await, "nobody said who left");
        world.clock_on("10m").await;
        world.settle().await;
        assert!(!decides(world, "Colleague", &referral).await);
    })
    .await;
}

#[tokio::test]
async fn a_group_can_be_bound_to_a_partners_members() {
    on_slack(Only::People, async |world| {
        members_are(world, &["Colleague", "Sales 1", "North guest"]).await;
        let unknown = binds(world, "Partner member", "XYZ").await;
        let sentence = "Enter the code of a partner that is there.";
        assert_eq!(unknown.error_at("Partner code"), sentence, "{unknown:?}");
        world.person("Admin").closes().await;
        binds(world, "Partner member", "nor").await;
        let intro = world.intro("north-partner").await;
        for (name, registers) in [("Colleague", true), ("North guest", false)] {
            let person = world.person(name);
            let pressed = person.presses_old("Refer a customer", &intro).await;
            assert_eq!(pressed.screen.open(), registers, "{name}: {pressed:?}");
            person.closes().await;
            world.settle().await;
        }
        members_are(world, &[]).await;
        world.clock_on("10m").await;
        world.settle().await;
        let pressed = world.person("Colleague").presses_old("Refer a customer", &intro).await;
        assert!(!pressed.screen.open(), "{pressed:?}");
    })
    .await;
}

#[tokio::test]
async fn nobody_but_an_admin_binds_groups() {
    everywhere(async |world| {
        for person in world.people().filter(|person| person.home() == "sales-desk") {
            let opened = person.types("random", "/vouch group").await;
            assert_eq!(opened.screen.open(), person.is("admin"), "{}", person.name());
        }
    })
    .await;
}
