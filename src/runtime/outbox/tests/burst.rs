//! Much to say in many places: case 10 of those that are known to hurt.

use std::collections::BTreeMap;

use chrono::TimeDelta;

use super::world::World;
use crate::chat::Outgoing;
use crate::views::Say;

const CHANNELS: usize = 40;
const CARDS: usize = 5;
/// The channel in which the platform takes nothing.
const SLOW: &str = "CBURST7";

fn channel(nth: usize) -> String {
    format!("CBURST{nth}")
}

/// What was posted, by channel: the numbers on the cards, in their order.
fn posted(calls: Vec<Outgoing>, to: &mut BTreeMap<String, Vec<String>>) {
    for call in calls {
        let Outgoing::Post { place, message } = call else { continue };
        let text = format!("{message:?}");
        let at = text.find("NOR-").expect("a card has its number");
        let number = text[at..].chars().take_while(|c| c.is_alphanumeric() || *c == '-').collect();
        to.entry(place.channel).or_default().push(number);
    }
}

#[tokio::test]
async fn case_10_a_channel_that_takes_nothing_holds_up_no_other_of_forty() {
    let entry =
        |nth| format!("[[channel]]\nid = \"slack:{}\"\naudience = \"internal\"\n", channel(nth));
    let world = World::with(&(1..=CHANNELS).map(entry).collect::<String>()).await;
    let mut numbers = Vec::new();
    let mut referrals = Vec::new();
    for nth in 1..=CARDS {
        referrals.push(world.referral("help", "a@acme.example").await);
        numbers.push(format!("NOR-{nth}"));
    }
    world.calls();
    world.limit(Some(SLOW));
    let cards = referrals.iter().flat_map(|referral| {
        let card = |nth| Say::SalesCard {
            referral: *referral,
            channel: format!("slack:{}", channel(nth)),
        };
        (1..=CHANNELS).map(card)
    });
    world.app.leave_all(cards.collect(), "test").await.unwrap();

    // Three at once, then one a second: after two seconds all that waits is the slow one's.
    let mut heard = BTreeMap::new();
    for seconds in 0..=2 {
        let everywhere_else = (CHANNELS - 1) * (3 + seconds);
        while heard.values().map(Vec::len).sum::<usize>() < everywhere_else {
            world.rest().await;
            posted(world.calls(), &mut heard);
            heard.remove(SLOW);
            heard.values().for_each(|cards| assert_eq!(cards[..], numbers[..cards.len()]));
        }
        world.app.clock.advance_to(world.app.now() + TimeDelta::seconds(1));
    }
    assert!(heard.len() == CHANNELS - 1 && heard.values().all(|cards| *cards == numbers));

    world.limit(None);
    // What was refused there is no longer of interest.
    world.calls();
    let mut late = BTreeMap::new();
    while late.get(SLOW).map_or(0, Vec::len) < CARDS {
        world.pass(5).await;
        posted(world.calls(), &mut late);
    }
    assert_eq!(late, BTreeMap::from([(SLOW.to_owned(), numbers)]), "all of it, in order, and once");
}
