//! Every word with which Slack refuses a call, and what the bot does about it: one row each, each
//! provoked.

#[path = "errors/table.rs"]
mod table;

use serde_json::{Value, json};
use syn::visit::Visit;

use crate::architecture::source::sources;
use crate::channels::{SETUP, linked};
use crate::world::{Only, Referral, World, from_nothing, on_slack, until};
use table::Does::{
    self, LeavesIt, LeavesItUnpinned, OffersItAgain, PostsItAnew, SaysItLater, SetsItAside,
    TellsAndWaitsForTheChannel, TellsAndWaitsForTheInstallation, TellsSomebodyElse, TellsThemAlone,
};
use table::{POST, Row, TABLE};

impl Row {
    /// The next call of the method is refused like this.
    async fn refuses(&self, world: &World) {
        let Self(word, method, _) = self;
        let refusal = match word.parse::<u16>() {
            Ok(status) => json!({ "http_status": status }),
            Err(_) => json!({ "error": word }),
        };
        world.fault(method, 1, refusal).await;
    }
}

fn rows(does: Does) -> impl Iterator<Item = (usize, &'static Row)> {
    TABLE.iter().enumerate().filter(move |(_, row)| row.2 == does)
}

#[test]
fn every_word_that_is_told_apart_has_its_row() {
    struct Words(Vec<String>);
    impl<'ast> Visit<'ast> for Words {
        fn visit_lit_str(&mut self, word: &'ast syn::LitStr) {
            self.0.push(word.value());
        }
        fn visit_attribute(&mut self, _: &'ast syn::Attribute) {}
    }
    let sorted_out = sources()
        .into_iter()
        .find(|source| source.path.ends_with("slack/api/errors.rs"))
        .and_then(|source| {
            source.file.items.into_iter().find_map(|item| match item {
                syn::Item::Fn(item) if item.sig.ident == "by_word" => Some(item),
                _ => None,
            })
        });
    let mut words = Words(Vec::new());
    words.visit_item_fn(&sorted_out.expect("it is sorted there"));
    // The methods for which "not_found" means a form.
    words.0.retain(|word| word != "views.");
    assert!(words.0.len() > 40, "{:?}", words.0);
    for word in words.0 {
        assert!(TABLE.iter().any(|row| row.0 == word), "{word} has no row");
    }
}

/// Something is said in a thread of the partner's channel, and both cards are redrawn.
async fn says(world: &World, referral: &Referral, step: &str) {
    let sales = world.person("Sales 1");
    let opened = sales.presses("Move stage", referral).await;
    assert!(opened.screen.open(), "{opened:?}");
    let sent = sales.submits(&[("Stage", "Meeting"), ("Next step", step)]).await;
    assert!(sent.ok && !sent.screen.open(), "{sent:?}");
}

async fn approved(world: &World, website: &str) -> Referral {
    let referral = world.person("Partner member").refers(website).await;
    world.person("Partner member").closes().await;
    world.person("Sales 1").approves(&referral).await;
    referral
}

/// How often this stands in the partner's channel.
async fn said(world: &World, text: &str) -> usize {
    let all = world.all_in("north-partner").await;
    all.iter().filter(|one| one.thread.is_some() && one.text.contains(text)).count()
}

/// How often somebody was told this in a direct message.
async fn told(world: &World, name: &str, text: &str) -> usize {
    let told = world.person(name).direct_messages().await;
    told.iter().filter(|one| one.text.contains(text)).count()
}

async fn hears(world: &World, name: &str, text: &str) {
    until(text, async || told(world, name, text).await > 0).await;
}

async fn dead(world: &World) -> i64 {
    let channels = "select cast(count(*) as bigint) from channel where dead_code is not null";
    let installs = "select cast(count(*) as bigint) from installation where dead_code is not null";
    world.database.count(channels).await + world.database.count(installs).await
}

/// A step that no other row says: the number in its full length.
fn step(number: usize) -> String {
    format!("Call {number:03}")
}

#[tokio::test]
async fn what_passes_is_said_a_moment_later() {
    on_slack(Only::Wire, async |world| {
        let referral = approved(world, "acme.example").await;
        for (number, row) in rows(SaysItLater) {
            row.refuses(world).await;
            says(world, &referral, &step(number)).await;
            world.settle().await;
            assert_eq!(said(world, &step(number)).await, 1, "{}", row.0);
            let card = world.person("Partner member").card(&referral).await.text;
            assert!(card.contains(&step(number)), "{}: {card}", row.0);
        }
        assert_eq!(told(world, "Partner manager", "").await, 0);
    })
    .await;
}

#[tokio::test]
async fn a_dead_installation_is_told_once_and_what_waits_is_said_when_it_works_again() {
    on_slack(Only::Wire, async |world| {
        let south = world.person("South member");
        let help = "What you can do here.";
        for (already, (_, row)) in rows(TellsAndWaitsForTheInstallation).enumerate() {
            let sentence = format!(
                "Vouch cannot speak in workspace T0SOUTH0001: its platform says {}.",
                row.0
            );
            row.refuses(world).await;
            south.says_to_the_app("hello").await;
            hears(world, "Partner manager", &sentence).await;
            assert_eq!(told(world, "South member", help).await, already, "{} waits", row.0);
            assert_eq!(dead(world).await, 1);
            world.clock_on("10m").await;
            world.settle().await;
            assert_eq!(told(world, "South member", help).await, already + 1, "{}", row.0);
            assert_eq!(told(world, "Partner manager", &sentence).await, 1);
            assert_eq!(dead(world).await, 0, "{} is over", row.0);
        }
    })
    .await;
}

#[tokio::test]
async fn a_dead_channel_is_told_once_and_what_waits_is_said_when_it_works_again() {
    on_slack(Only::Wire, async |world| {
        let referral = approved(world, "acme.example").await;
        for (number, row) in rows(TellsAndWaitsForTheChannel) {
            let why = match row.0 {
                "is_archived" => "it was archived.".to_owned(),
                "not_in_channel" => "Vouch was removed from it.".to_owned(),
                word => format!("the chat says {word}."),
            };
            let sentence = format!("Vouch cannot post in C0NORTH0001: {why}");
            row.refuses(world).await;
            says(world, &referral, &step(number)).await;
            hears(world, "Partner manager", &sentence).await;
            assert_eq!(said(world, &step(number)).await, 0, "{} waits", row.0);
            assert_eq!(dead(world).await, 1);
            world.clock_on("10m").await;
            world.settle().await;
            assert_eq!(said(world, &step(number)).await, 1, "{}", row.0);
            assert_eq!(told(world, "Partner manager", &sentence).await, 1);
            assert_eq!(dead(world).await, 0, "{} is over", row.0);
        }
    })
    .await;
}

#[tokio::test]
async fn whoever_cannot_be_written_to_is_not_the_last_to_be_told() {
    on_slack(Only::Wire, async |world| {
        let referral = approved(world, "acme.example").await;
        let sentence = "Vouch cannot post in C0NORTH0001: it was archived.";
        for (already, (number, row)) in rows(TellsSomebodyElse).enumerate() {
            // The manager is to be told that the channel is dead.
            Row("is_archived", POST, TellsAndWaitsForTheChannel).refuses(world).await;
            row.refuses(world).await;
            says(world, &referral, &step(number)).await;
            let told_before = async || told(world, "Admin", sentence).await > already;
            until("it is told", told_before).await;
            assert_eq!(told(world, "Partner manager", sentence).await, 0, "{}", row.0);
            world.clock_on("10m").await;
            world.settle().await;
            assert_eq!(told(world, "Admin", sentence).await, already + 1, "{}", row.0);
            assert_eq!(said(world, &step(number)).await, 1, "{}", row.0);
        }
    })
    .await;
}

#[tokio::test]
async fn whoever_would_not_see_it_in_the_channel_is_told_alone() {
    on_slack(Only::Wire, async |world| {
        let referral = world.person("Partner member").refers("acme.example").await;
        let late = world.person("Sales 2");
        let old = late.card(&referral).await;
        world.person("Sales 1").approves(&referral).await;
        let sentence = "NOR-1 was already approved by Sales 1";
        for (already, (_, row)) in rows(TellsThemAlone).enumerate() {
            row.refuses(world).await;
            late.presses_old("Approve", &old).await;
            world.settle().await;
            assert_eq!(told(world, "Sales 2", sentence).await, already + 1, "{}", row.0);
        }
        assert!(late.whispers_in("sales-desk").await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn our_own_mistake_is_set_aside_and_told_once() {
    on_slack(Only::Wire, async |world| {
        let referral = approved(world, "acme.example").await;
        let mut before = 0;
        for (number, row) in rows(SetsItAside) {
            let word = if row.0 == "400" { "http_400" } else { row.0 };
            let sentence = format!("was set aside: its platform says {word}.");
            for again in 0..2 {
                row.refuses(world).await;
                says(world, &referral, &step(number * 10 + again)).await;
                world.settle().await;
                assert_eq!(said(world, &step(number * 10 + again)).await, 0, "{}", row.0);
            }
            assert_eq!(told(world, "Partner manager", &sentence).await, 1, "{}", row.0);
            let (log, next) = world.log_since(before).await;
            assert_eq!(refused_calls(&log, row), 2, "{} is not tried again", row.0);
            before = next;
        }
        // What comes afterwards is said, and the cards show the last state.
        says(world, &referral, "Call at last").await;
        world.settle().await;
        assert_eq!(said(world, "Call at last").await, 1);
        for name in ["Partner member", "Sales 1"] {
            let card = world.person(name).card(&referral).await.text;
            assert!(card.contains("Call at last"), "{card}");
        }
    })
    .await;
}

/// How many calls of a row's method were refused.
fn refused_calls(log: &[Value], row: &Row) -> usize {
    let refused = |one: &&Value| {
        one["kind"] == "api" && one["method"] == row.1 && one["response"]["ok"] == false
    };
    log.iter().filter(refused).count()
}

#[tokio::test]
async fn a_card_that_is_gone_is_posted_anew_and_drawn_there_from_then_on() {
    on_slack(Only::Wire, async |world| {
        for (number, row) in rows(PostsItAnew) {
            let referral = approved(world, &format!("acme-{number}.example")).await;
            // In the sandbox the old one stands there still.
            world.may_stand_twice(&referral.number);
            row.refuses(world).await;
            says(world, &referral, &step(number)).await;
            world.settle().await;
            says(world, &referral, "Call at last").await;
            world.settle().await;
            let headline = format!("{} · ", referral.number);
            let mut cards = Vec::new();
            for channel in ["north-partner", "sales-desk"] {
                let all = world.all_in(channel).await;
                let mut here: Vec<_> =
                    all.into_iter().filter(|one| one.text.contains(&headline)).collect();
                let newest = here.pop().expect("a card");
                assert!(newest.text.contains("Call at last"), "{}: {}", row.0, newest.text);
                cards.extend(here);
            }
            assert_eq!(cards.len(), 1, "{}: one was posted anew", row.0);
        }
    })
    .await;
}

/// What is asked of Slack stalls on its way; a trigger is good for three seconds.
#[tokio::test]
async fn case_04_a_stall_before_a_form_opens_it_or_offers_it_again() {
    on_slack(Only::Wire, async |world| {
        let member = world.person("Partner member");
        for (stall, opens) in [(1_500, true), (3_100, false), (10_000, false)] {
            world.fault("views.open", 1, json!({ "delay_ms": stall })).await;
            let before = member.whispers_in("north-partner").await.len();
            let pressed = member.presses_in("north-partner", "Refer a customer").await;
            assert!(pressed.ok, "{stall}: {pressed:?}");
            world.settle().await;
            assert_eq!(member.screen().await.open(), opens, "{stall}");
            member.closes().await;
            let offers = member.whispers_in("north-partner").await;
            assert_eq!(offers.len(), before + usize::from(!opens), "{stall}");
            if let Some(offer) = offers.last() {
                let again = member.presses_on("Refer a customer", offer).await;
                assert!(again.screen.open(), "{stall}: {again:?}");
                member.closes().await;
            }
        }
    })
    .await;
}

#[tokio::test]
async fn a_form_that_opens_too_late_is_offered_again() {
    on_slack(Only::Wire, async |world| {
        let member = world.person("Partner member");
        for (already, (_, row)) in rows(OffersItAgain).enumerate() {
            row.refuses(world).await;
            let pressed = member.presses_in("north-partner", "Refer a customer").await;
            assert!(pressed.ok && !pressed.screen.open(), "{}: {pressed:?}", row.0);
            world.settle().await;
            let offers = member.whispers_in("north-partner").await;
            assert_eq!(offers.len(), already + 1, "{}", row.0);
            let offer = &offers[already];
            assert!(offer.text.starts_with("The form could not open in time."), "{}", offer.text);
            let again = member.presses_on("Refer a customer", offer).await;
            assert!(again.screen.open(), "{}: {again:?}", row.0);
            member.closes().await;
        }
    })
    .await;
}

#[tokio::test]
async fn who_closed_a_form_is_left_alone_and_who_presses_again_is_answered() {
    on_slack(Only::Wire, async |world| {
        let member = world.person("Partner member");
        member.refers("acme.example").await;
        for (_, row) in rows(LeavesIt) {
            row.refuses(world).await;
            let pressed = member.presses_in_modal("My referrals").await;
            assert!(pressed.ok && pressed.screen.title == "Receipt", "{}: {pressed:?}", row.0);
            world.settle().await;
            assert!(member.whispers_in("north-partner").await.is_empty(), "{}", row.0);
            assert_eq!(told(world, "Partner member", "").await, 0, "{}", row.0);
        }
        let again = member.presses_in_modal("My referrals").await;
        assert_eq!(again.screen.title, "My referrals", "{again:?}");
    })
    .await;
}

#[tokio::test]
async fn an_intro_that_cannot_be_pinned_works_all_the_same() {
    from_nothing(SETUP, async |world| {
        for ((_, row), channel) in
            rows(LeavesItUnpinned).zip(["north-partner", "south-partner", "east-partner"])
        {
            row.refuses(world).await;
            linked(world, channel, "NOR").await;
            world.settle().await;
            let all = world.all_in(channel).await;
            let intro = all.iter().find(|one| one.text.contains("Know a company that needs us?"));
            assert!(intro.is_some_and(|intro| !intro.pinned), "{}: {all:?}", row.0);
            assert_eq!(told(world, "Partner manager", "set aside").await, 0, "{}", row.0);
        }
    })
    .await;
}
