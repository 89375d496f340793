//! Leaderboards: what a partner hears of its own place, and what everybody may read.

#[path = "board/pictures.rs"]
mod pictures;
#[path = "board/posts.rs"]
pub mod posts;

use crate::world::{World, everywhere};

/// Five partners by the names of their people, with so many approved referrals each.
const APPROVED: [(&str, usize); 5] =
    [("North", 7), ("South", 5), ("East", 5), ("West", 3), ("Hill", 1)];
const SALES: &str = "sales-desk";

fn member(place: &str) -> String {
    if place == "North" { "Partner member".to_owned() } else { format!("{place} member") }
}

fn channel(place: &str) -> String {
    format!("{}-partner", place.to_lowercase())
}

async fn have_approved(world: &World) {
    world.clock_at("2027-03-02T09:00:00Z").await;
    let sales = world.person("Sales 1");
    for (place, count) in APPROVED {
        let member = member(place);
        for nth in 1..=count {
            let website = format!("{}{nth}.example", place.to_lowercase());
            let referral = world.person(&member).refers(&website).await;
            sales.approves(&referral).await;
        }
    }
    world.settle().await;
}

/// What is chosen by who lets others see the company on boards alone.
fn on_boards<'a>(boards: &'a str, name: &'a str) -> [(&'static str, &'a str); 3] {
    [("Show us on boards", boards), ("Allow shout-outs", "No"), ("Name shown as", name)]
}

/// By the button in the help, because most of them cannot type a command.
async fn lets_others_see(world: &World, place: &str, boards: &str, name: &str) {
    let admin = format!("{place} admin");
    let admin = world.person(&admin);
    let help = admin.asks_for_help(&channel(place)).await;
    admin.sets_visibility(&help, &on_boards(boards, name)).await;
}

async fn asks(world: &World, who: &str, channel: &str, text: &str) -> String {
    let person = world.person(who);
    person.types(channel, text).await;
    world.settle().await;
    person.last_whisper_in(channel).await.text
}

#[tokio::test]
async fn a_board_shows_who_chose_to_be_on_it_and_a_partner_hears_its_own_place() {
    everywhere(async |world| {
        have_approved(world).await;

        let own = asks(world, "South member", "south-partner", "/leaderboard").await;
        assert!(own.contains("Approved referrals · March 2027"), "{own}");
        assert!(own.contains("You share 2nd place, with 5."), "{own}");
        assert!(own.contains("2 more approved referrals reach 1st place."), "{own}");
        for name in ["North", "East", "West", "Hill"] {
            assert!(!own.contains(name), "a partner hears of no other: {own}");
        }
        let last = asks(world, "South member", "south-partner", "/leaderboard last").await;
        assert!(last.contains("no referral was approved in this time"), "{last}");
        let share = asks(world, "South member", "south-partner", "/leaderboard conversion").await;
        assert!(
            share.contains("conversion counts from 5 decided referrals, you have 0"),
            "{share}"
        );

        let none = asks(world, "Community manager", "partners", "/leaderboard").await;
        assert!(
            none.contains("No board for March 2027: fewer than 5 partners take part."),
            "{none}"
        );
        for (place, _) in APPROVED {
            let name = if place == "Hill" { "The Hill *people*" } else { "" };
            lets_others_see(world, place, "Yes", name).await;
        }
        let board = asks(world, "Community manager", "partners", "/leaderboard approved").await;
        let lines: Vec<&str> = board.lines().skip(1).take(5).collect();
        let expected = [
            "1 North Partner 7",
            "2 East Partner 5",
            "2 South Partner 5",
            "4 West Partner 3",
            "5 The Hill *people* 1",
        ];
        assert_eq!(lines, expected, "{board}");
        assert!(!board.contains("EUR"), "{board}");

        lets_others_see(world, "South", "No", "").await;
        let fewer = asks(world, "Community manager", "partners", "/leaderboard").await;
        assert!(fewer.contains("No board"), "{fewer}");
        assert!(!fewer.contains("South"), "{fewer}");
        // Among all it still has its place, and hears so.
        let own = asks(world, "South member", "south-partner", "/leaderboard 2027-q1").await;
        assert!(own.contains("Approved referrals · Q1 2027"), "{own}");
        assert!(own.contains("You share 2nd place, with 5."), "{own}");
    })
    .await;
}

#[tokio::test]
async fn what_others_may_read_is_said_by_who_speaks_for_the_partner() {
    everywhere(async |world| {
        let refused = asks(world, "South member", "south-partner", "/vouch consent").await;
        assert!(refused.contains("A partner admin of yours decides that."), "{refused}");
        let refused = asks(world, "Sales 1", SALES, "/vouch consent").await;
        assert!(!refused.contains("visibility"), "{refused}");
        let unclear = asks(world, "South member", "south-partner", "/leaderboard revenue").await;
        assert!(unclear.contains("“revenue” is none of these."), "{unclear}");
    })
    .await;
}
