//! A message for one person in a channel is gone with the next reload, so nothing that matters stands
//! in one alone. What a press or command leaves behind stands in a thread, in a direct message or on a
//! Home as well.

use std::collections::BTreeMap;

use crate::architecture::source::sources;
use crate::members::asks;
use crate::world::{Only, everywhere, on_slack};

/// Every place that answers somebody alone after something was done, how often, and where what it
/// says can be found again. What only shows something ([`vouch::flows::Opened::Shown`]) can be asked
/// for again; what refuses something has changed nothing.
const FOUND_AGAIN: [(&str, usize, &str); 17] = [
    (
        "app/accounts/aliases.rs",
        2,
        "said again by the same command; what it changes stands on the cards",
    ),
    ("app/accounts/check.rs", 2, "asked again, as often as the day's budget allows"),
    ("app/agreement.rs", 1, "in the partner's channel, where it says who accepted it"),
    ("app/boards/posts.rs", 2, "in the community's channels; said again by the same button"),
    ("app/execute/act.rs", 1, "on the card, and in its thread"),
    (
        "app/execute/link.rs",
        1,
        "in the channel: its intro, its cards; to be confirmed: on the Home",
    ),
    ("app/install.rs", 1, "on the Home, where it is asked no more"),
    ("app/people.rs", 2, "on the asker's Home, and in a direct message once it is decided"),
    (
        "app/people/pairing.rs",
        3,
        "what a code gave: on the Home; what was undone: said again by the same button",
    ),
    ("app/rhythm.rs", 2, "in partners' channels; said again by the same button"),
    ("app/start.rs", 2, "on the list in the partner's channel; said again by the same button"),
    ("flows/admin.rs", 1, "on the Home: an admin's buttons"),
    ("flows/install.rs", 1, "said at every press, and on the Home"),
    ("flows/mention.rs", 5, "an answer in the thread and on the card; help is said again"),
    ("flows/partner.rs", 1, "in the partner's channel"),
    ("flows/share.rs", 1, "for resolvers on the case's card; once both agree, in the thread"),
    ("flows/waive.rs", 1, "on the referral's card, once the decision is final"),
];

#[test]
fn every_answer_that_vanishes_is_known() {
    let mut found: BTreeMap<String, usize> = BTreeMap::new();
    for source in sources() {
        if !matches!(source.module(), Some("app" | "flows" | "jobs")) {
            continue;
        }
        let made = source.text.matches("Reply::Private(").count();
        let read = source.text.matches("Reply::Private(_)").count();
        if made > read {
            found.insert(source.path.to_string_lossy().into_owned(), made - read);
        }
    }
    let known = FOUND_AGAIN.iter().map(|(path, times, _)| ((*path).to_owned(), *times));
    assert_eq!(found, known.collect(), "say in FOUND_AGAIN where it can be found again");
}

#[tokio::test]
async fn case_17_what_was_told_in_a_message_that_vanished_can_be_found_again() {
    on_slack(Only::Home, async |world| {
        let member = world.person("Partner member");
        member.opens_home().await;
        let referral = member.refers("acme.example").await;
        let (_, print) = referral.receipt.received().expect("a receipt");
        member.closes().await;
        let opened = member.presses_on_home("Open").await;
        assert!(opened.screen.words.contains(&print), "{print} is not in {opened:?}");
        member.closes().await;

        member.presses("Withdraw", &referral).await;
        world.settle().await;
        assert_eq!(member.last_whisper_in("north-partner").await.text, "Saved.");
        let card = member.card(&referral).await.text;
        assert!(card.contains("Withdrawn by Partner member on"), "{card}");
        let thread = member.text_in("north-partner").await;
        assert!(thread.contains("Partner member withdrew NOR-1."), "{thread}");
    })
    .await;
}

#[tokio::test]
async fn who_asked_to_be_linked_reads_on_their_home_how_it_stands() {
    everywhere(async |world| {
        let guest = world.person("North guest");
        guest.opens_home().await;
        asks(world, "North guest").await;
        let home = guest.reads_home().await;
        let asked = "was asked before to link you to North Partner, and has not decided yet.";
        assert!(home.words.contains(asked), "{home:?}");
        let manager = world.person("Partner manager");
        let ask = manager.direct_messages().await.pop().unwrap();
        manager.presses_on("Not one of theirs", &ask).await;
        world.settle().await;
        let home = guest.reads_home().await;
        assert!(home.words.contains("could not link you to North Partner."), "{home:?}");
        let told = guest.direct_messages().await.pop().unwrap();
        assert!(told.text.contains("We could not link you to North Partner"), "{told:?}");
    })
    .await;
}
