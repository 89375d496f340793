//! Companies that want to join: applying, what inside is read of it, the decision, being invited.

mod corners;
mod questions;
mod website;

use vouch::program::BUILT_IN;

use crate::members::with_button;
use crate::world::{Answer, Message, Only, World, everywhere, on_slack};

const SALES: &str = "sales-desk";
const COMMUNITY: &str = "partners";
/// Somebody in the vendor's workspace whom nobody has given a role.
const FOUNDER: &str = "Colleague";
const MANAGER: &str = "Partner manager";
const BECOME: &str = "Become a partner";
const ACCEPT: &str = "Accept partner";
const DECLINE: &str = "Decline application";

const JOINING: &str = r#"
[joining]
answer_days = 5
again_days = 90
[[joining.criterion]]
name = "Serves industry"
points = 6
words = ["industr", "machine tools"]
[[joining.criterion]]
name = "Own website"
points = 3
own_website = true
[[joining.criterion]]
name = "Our region"
points = 5
endings = ["example"]
[[joining.criterion]]
name = "Sells on"
points = 6
kinds = ["affiliate"]
"#;

const TYPED: [(&str, &str); 5] = [
    ("Company name", "Fresh Partner"),
    ("Website", "https://www.fresh.example/about"),
    ("Kind", "Reseller"),
    ("Who do you serve", "Industrial firms in the north."),
    ("Why us", "They ask us for what you make."),
];

fn typed<'a>(own: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    TYPED.iter().chain(own).copied().collect()
}

async fn opens_joining(world: &World) {
    world.comes_into_force(&format!("{BUILT_IN}{JOINING}")).await;
}

/// Types `/apply`, and fills in what opens.
async fn applies(world: &World, who: &str, own: &[(&str, &str)]) -> Answer {
    let opened = world.person(who).types(SALES, "/apply").await;
    assert!(opened.screen.open(), "{who}: {opened:?}");
    let sent = world.person(who).submits(&typed(own)).await;
    world.settle().await;
    sent
}

/// What somebody is told alone who types `/apply` and may not.
async fn told(world: &World, who: &str) -> String {
    let answer = world.person(who).types(SALES, "/apply").await;
    assert!(!answer.screen.open(), "{who}: {answer:?}");
    world.settle().await;
    world.person(who).last_whisper_in(SALES).await.text
}

/// The newest card of a company that wants to join.
async fn card(world: &World) -> Message {
    let all = world.all_in(SALES).await;
    let found = all.into_iter().rfind(|one| one.text.contains("wants to join."));
    found.expect("a card where sales works")
}

async fn applications(world: &World) -> i64 {
    world.database.count("select cast(count(*) as bigint) from application").await
}

async fn decides(world: &World, who: &str, label: &str, fields: &[(&str, &str)]) -> Answer {
    let opened = world.person(who).presses_on(label, &card(world).await).await;
    assert!(opened.screen.open(), "{who}: {opened:?}");
    let sent = world.person(who).submits(fields).await;
    world.settle().await;
    sent
}

#[tokio::test]
async fn a_company_applies_and_becomes_a_partner_whose_admin_is_who_applied() {
    everywhere(async |world| {
        let off = told(world, FOUNDER).await;
        let closed =
            "Companies cannot apply here at the moment. Partner manager can tell you more.";
        assert!(off.contains(closed), "{off}");

        opens_joining(world).await;
        let intro = world.intro(COMMUNITY).await;
        assert!(intro.text.contains("Do you know companies that could use us?"), "{intro:?}");
        assert!(intro.text.contains("You hear from us within 5 business days."), "{intro:?}");
        let sent = applies(world, FOUNDER, &[]).await;
        let thanks = "Thank you. Partner manager answers by ";
        assert!(sent.screen.words.contains(thanks), "{sent:?}");

        let waits = card(world).await;
        for line in [
            "Fresh Partner wants to join.",
            "Score 14 of 20: Serves industry 6, Own website 3, Our region 5, Sells on 0.",
            "Website: fresh.example",
            "Kind: Reseller",
            "Serves: Industrial firms in the north.",
            "Why us: They ask us for what you make.",
            "Sent by: Colleague",
        ] {
            assert!(waits.text.contains(line), "{line} is not in {}", waits.text);
        }
        for (who, sentence) in [
            (FOUNDER, "You have applied already. Partner manager answers by "),
            ("South member", "You are here for a partner already."),
            ("Sales 1", "This form is for companies that want to join."),
        ] {
            let no = told_where(world, who).await;
            assert!(no.contains(sentence), "{who}: {no}");
        }
        let no = world.person("Sales 1").presses_on(ACCEPT, &waits).await;
        assert!(!no.screen.open(), "{no:?}");
        world.settle().await;
        let heard = world.heard("Sales 1").await;
        assert!(heard.contains("Only a partner manager or an admin can do this here."), "{heard}");

        let opened = world.person(MANAGER).presses_on(ACCEPT, &waits).await;
        assert_eq!(opened.screen.values["Code"], "FRE", "{opened:?}");
        let taken = world.person(MANAGER).submits(&[("Code", "NOR"), ("Manager", MANAGER)]).await;
        assert!(taken.error_at("Code").starts_with("This code is taken."), "{taken:?}");
        let done = world.person(MANAGER).submits(&[("Code", "FRE"), ("Manager", MANAGER)]).await;
        world.settle().await;
        let line = "Fresh Partner is a partner now, with the code FRE, and was told.";
        assert!(done.screen.words.contains(line), "{done:?}");
        let heard = world.heard(FOUNDER).await;
        assert!(heard.contains("Welcome, Fresh Partner. You speak for it from now on."), "{heard}");
        let decided = card(world).await;
        assert!(decided.text.contains("Accepted by Partner manager"), "{decided:?}");
        assert_eq!(decided.buttons, Vec::<String>::new());

        let late = world.person("Admin").presses_old(DECLINE, &waits).await;
        assert!(!late.screen.open(), "{late:?}");
        world.settle().await;
        let heard = world.heard("Admin").await;
        let faster = "Fresh Partner was already accepted by Partner manager at ";
        assert!(heard.contains(faster), "{heard}");
        assert!(told(world, FOUNDER).await.contains("You are here for a partner already."));
        let admins = "select cast(count(*) as bigint) from person p
                        join partner a on a.partner_id = p.partner_id
                       where a.code = 'FRE' and p.partner_admin";
        assert_eq!(world.database.count(admins).await, 1);
        assert_eq!(applications(world).await, 1);
    })
    .await;
}

/// The same, whoever it is and wherever they can type.
async fn told_where(world: &World, who: &str) -> String {
    let channel = if who == "South member" { "south-partner" } else { SALES };
    let answer = world.person(who).types(channel, "/apply").await;
    assert!(!answer.screen.open(), "{who}: {answer:?}");
    world.settle().await;
    world.person(who).last_whisper_in(channel).await.text
}

#[tokio::test]
async fn a_company_is_declined_with_a_reason_and_may_come_back_from_a_date_on() {
    everywhere(async |world| {
        opens_joining(world).await;
        applies(world, FOUNDER, &[]).await;
        let waits = card(world).await;
        let (manager, admin) = (world.person(MANAGER), world.person("Admin"));
        for person in [&manager, &admin] {
            let opened = person.presses_on(DECLINE, &waits).await;
            assert!(opened.screen.open(), "{opened:?}");
        }
        let none = admin.submits(&[("Reason", "")]).await;
        assert!(none.screen.open() || !none.error_at("Reason").is_empty(), "{none:?}");
        let first = manager.submits(&[("Reason", "You are far away from our customers.")]).await;
        world.settle().await;
        assert!(first.screen.words.contains("Fresh Partner was told"), "{first:?}");
        let second = admin.submits(&[("Reason", "Not one of us.")]).await;
        world.settle().await;
        let faster = "Fresh Partner was already declined by Partner manager at ";
        assert!(second.screen.words.contains(faster), "{second:?}");
        let heard = world.heard(FOUNDER).await;
        for line in [
            "Thank you for applying for Fresh Partner. It is not a match today.",
            "Why: You are far away from our customers.",
            "You may apply again from ",
        ] {
            assert!(heard.contains(line), "{line} is not in {heard}");
        }
        assert!(!heard.contains("Not one of us."), "{heard}");
        let decided = card(world).await;
        assert!(decided.text.contains("Declined by Partner manager"), "{decided:?}");
        let again = told(world, FOUNDER).await;
        assert!(again.contains("You may apply again from "), "{again}");

        world.clock_on("91d").await;
        world.settle().await;
        let sent = applies(world, FOUNDER, &[]).await;
        assert!(sent.screen.words.contains("Thank you."), "{sent:?}");
        assert_eq!(applications(world).await, 2);
    })
    .await;
}

#[tokio::test]
async fn an_answer_that_is_late_is_asked_for_once() {
    everywhere(async |world| {
        opens_joining(world).await;
        applies(world, FOUNDER, &[]).await;
        world.clock_on("6d").await;
        world.settle().await;
        let late = "The answer to Fresh Partner, which wants to join, was promised by ";
        assert!(!world.heard(MANAGER).await.contains(late));
        world.clock_on("2d").await;
        world.settle().await;
        assert_eq!(world.heard(MANAGER).await.matches(late).count(), 1);
        world.clock_on("3d").await;
        world.settle().await;
        assert_eq!(world.heard(MANAGER).await.matches(late).count(), 1);
        // The note has the same buttons as the card.
        let note = with_button(world, MANAGER, ACCEPT).await;
        let opened = world.person(MANAGER).presses_on(ACCEPT, &note).await;
        assert!(opened.screen.open(), "{opened:?}");
    })
    .await;
}

#[tokio::test]
async fn a_partner_manager_invites_somebody_who_finds_the_form_filled_in() {
    everywhere(async |world| {
        opens_joining(world).await;
        let manager = world.person(MANAGER);
        manager.types(SALES, "/vouch partner").await;
        world.settle().await;
        manager.presses_in(SALES, "Invite a partner").await;
        let of = |person| {
            [("Person", person), ("Company name", "Fresh Partner"), ("Website", "fresh.example")]
        };
        let no = manager.submits(&of("South member")).await;
        assert!(no.error_at("Person").contains("South member"), "{no:?}");
        let done = manager.submits(&of(FOUNDER)).await;
        world.settle().await;
        assert!(done.screen.words.contains("Colleague was sent the form."), "{done:?}");

        let invitation = with_button(world, FOUNDER, BECOME).await;
        let line = "Partner manager invites you to become a partner.";
        assert!(invitation.text.contains(line), "{invitation:?}");
        let opened = world.person(FOUNDER).presses_on(BECOME, &invitation).await;
        assert_eq!(opened.screen.values["Company name"], "Fresh Partner", "{opened:?}");
        assert_eq!(opened.screen.values["Website"], "fresh.example", "{opened:?}");
        let sent = world.person(FOUNDER).submits(&TYPED).await;
        world.settle().await;
        assert!(sent.screen.words.contains("Thank you."), "{sent:?}");
        assert_eq!(applications(world).await, 1, "the invitation has become it");
        let done = decides(world, MANAGER, ACCEPT, &[("Code", "FRE"), ("Manager", MANAGER)]).await;
        assert!(done.screen.words.contains("with the code FRE"), "{done:?}");
    })
    .await;
}

#[tokio::test]
async fn a_company_that_was_sent_is_not_sent_twice_and_nobody_learns_by_whom_or_what_came_of_it() {
    on_slack(Only::People, async |world| {
        opens_joining(world).await;
        let first = applies(world, FOUNDER, &[]).await;
        let again = world.the_last_form_is_sent_again().await;
        assert_eq!(again.screen.words, first.screen.words, "a copy gets the first answer");
        let intro = world.intro(COMMUNITY).await;
        let guest = world.person("North guest");
        guest.presses_old(BECOME, &intro).await;
        let same = typed(&[("Company name", "Fresh and others")]);
        let second = guest.submits(&same).await;
        let said = second.error_at("Website");
        let taken = "We have an application for this website, or answered one not long ago. ";
        assert_eq!(said, format!("{taken}Partner manager can tell you more."), "{second:?}");
        // That the first had a no, and until when, is nothing that the second learns.
        decides(world, MANAGER, DECLINE, &[("Reason", "You are far away.")]).await;
        assert!(told(world, FOUNDER).await.contains("You may apply again from "));
        assert_eq!(guest.submits(&same).await.error_at("Website"), said);
        let other = [("Company name", "Fresh and others"), ("Website", "gmail.com")];
        let mail = guest.submits(&typed(&other)).await;
        assert!(mail.error_at("Website").contains("belongs to a mail provider"), "{mail:?}");
        // Where many companies share a website it says nothing, and gives no points.
        let other = [("Company name", "Fresh and others"), ("Website", "fresh.wordpress.com")];
        let sent = guest.submits(&typed(&other)).await;
        world.settle().await;
        assert!(sent.screen.words.contains("Thank you."), "{sent:?}");
        let shared = card(world).await.text;
        assert!(shared.contains("Serves industry 6, Own website 0, Our region 0"), "{shared}");
        assert_eq!(applications(world).await, 2);
        let told = world.all_in(COMMUNITY).await;
        assert!(told.iter().all(|one| one.private || !one.text.contains("Fresh")), "{told:?}");
    })
    .await;
}

#[tokio::test]
async fn whoever_applies_for_a_company_that_is_a_partner_hears_what_everybody_hears() {
    everywhere(async |world| {
        opens_joining(world).await;
        let manager = world.person(MANAGER);
        manager.types(SALES, "/vouch partner Lake Partner").await;
        let lake = [("Kind", "Reseller"), ("Website", "lake.example"), ("Manager", MANAGER)];
        manager.submits(&lake).await;
        world.settle().await;
        let sent = applies(world, FOUNDER, &[("Website", "www.lake.example")]).await;
        let thanks = "Thank you. Partner manager answers by ";
        assert!(sent.screen.words.contains(thanks), "{sent:?}");
        assert!(!world.heard(FOUNDER).await.contains("Lake"));
        let waits = card(world).await.text;
        let known = "This website belongs to Lake Partner (LAK), a partner already.";
        assert!(waits.contains(known), "{waits}");
    })
    .await;
}

#[tokio::test]
async fn where_nobody_can_apply_any_more_the_beginning_of_the_channel_says_so() {
    everywhere(async |world| {
        opens_joining(world).await;
        let intro = world.intro(COMMUNITY).await;
        assert_eq!(intro.buttons, [BECOME]);
        let opened = world.person(FOUNDER).types(SALES, "/apply").await;
        assert!(opened.screen.open(), "{opened:?}");
        world.comes_into_force(&format!("{BUILT_IN}# Nobody joins.\n")).await;
        let now = world.intro(COMMUNITY).await;
        assert!(now.text.contains("We take no applications at the moment."), "{now:?}");
        assert_eq!(now.buttons, Vec::<String>::new());
        let sent = world.person(FOUNDER).submits(&TYPED).await;
        assert!(sent.screen.words.contains("Companies cannot apply here"), "{sent:?}");
        assert_eq!(applications(world).await, 0);
    })
    .await;
}
