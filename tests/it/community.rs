//! A community manager's month, by clicks: a partner has climbed, a word about it is scheduled and comes
//! once whatever happens meanwhile, and the month's board shows who chose to be on it.

use vouch::program::BUILT_IN;

use crate::board::posts::{at, march, places, previews};
use crate::shout::{drafts, listed, said, told};
use crate::world::{World, everywhere_with};

const MANAGER: &str = "Community manager";
const COMMUNITY: &str = "partners";
const NORTH: &str = "north-partner";

/// Who has three approved referrals is Silver.
const TIERS: &str = r#"
[[tiers]]
name = "Bronze"

[[tiers]]
name = "Silver"
approved = 3
within_days = 90
"#;

async fn north_lets_it_be_said(world: &World) {
    let admin = world.person("North admin");
    let help = admin.asks_for_help(NORTH).await;
    let chosen = [("Show us on boards", "Yes"), ("Allow shout-outs", "Yes")];
    admin.sets_visibility(&help, &chosen).await;
}

async fn skips_what_is_suggested(world: &World) {
    loop {
        let list = listed(world).await;
        if !list.buttons.iter().any(|label| label == "Skip it") {
            return;
        }
        world.person(MANAGER).presses_on("Skip it", &list).await;
        world.settle().await;
    }
}

#[tokio::test]
async fn a_month_of_the_community_goes_well_whatever_is_pressed_twice_or_killed() {
    let program = format!("{BUILT_IN}{TIERS}");
    everywhere_with(&[("program.toml", &program)], async |world| {
        world.clock_at("2027-03-09T10:00:00Z").await;
        north_lets_it_be_said(world).await;
        // Coast sends one as well, and has not chosen to be shown.
        march(world, "Coast").await;
        north_lets_it_be_said(world).await;

        let list = listed(world).await.text;
        let risen = "North Partner is now Silver.";
        assert!(list.contains(risen), "{list}");
        for other in ["South", "East", "West", "Hill", "Coast"] {
            assert!(!list.contains(other), "{other} lets nothing be said: {list}");
        }

        // Pressed twice, and the power goes.
        let words = "North Partner is Silver, and three introductions brought it there.";
        let morning = [("Text", words), ("Where", "Both"), ("When", "Next morning 09:00")];
        drafts(world, &morning).await;
        world.deliveries_come(2).await;
        let manager = world.person(MANAGER);
        let waits = manager.presses_in_modal("Schedule post").await;
        assert!(waits.screen.words.contains("It waits for"), "{waits:?}");
        world.deliveries_come(1).await;
        manager.closes().await;
        world.kill().await;
        let list = listed(world).await.text;
        assert!(list.contains("Waits for"), "it is not forgotten: {list}");
        // Once more, by somebody who was not sure whether it had worked; what else is suggested stands
        // before what waits for its time.
        skips_what_is_suggested(world).await;
        drafts(world, &morning).await;
        manager.presses_in_modal("Schedule post").await;
        manager.closes().await;
        at(world, "2027-03-11T08:40:00Z").await;
        assert!(said(world, COMMUNITY, words).await.is_empty(), "not before nine");
        at(world, "2027-03-11T09:10:00Z").await;
        world.kill().await;
        at(world, "2027-03-11T10:10:00Z").await;
        for channel in [COMMUNITY, NORTH] {
            assert_eq!(said(world, channel, words).await.len(), 1, "{channel}");
        }
        assert_eq!(told(world, "Posted in").await.len(), 1);

        // The month's board, with a tie, without who opted out, whatever is pressed how often.
        at(world, "2027-04-01T09:10:00Z").await;
        let shown = previews(world).await;
        world.deliveries_come(2).await;
        world.person(MANAGER).presses_on("Send it", &shown[0]).await;
        world.deliveries_come(1).await;
        world.settle().await;
        world.kill().await;
        at(world, "2027-04-01T10:10:00Z").await;
        let month = "Approved referrals · March 2027";
        let board = said(world, COMMUNITY, month).await;
        assert_eq!(board.len(), 1, "{board:?}");
        let expected = [
            "1 North Partner 3",
            "2 East Partner 2",
            "2 South Partner 2",
            "4 Hill Partner 1",
            "4 West Partner 1",
        ];
        assert_eq!(places(&board[0].text, month), expected);
        assert!(!board[0].text.contains("Coast"), "{board:?}");

        // A partner that asks hears of itself alone.
        let member = world.person("South member");
        member.types("south-partner", "/leaderboard last").await;
        world.settle().await;
        let own = member.last_whisper_in("south-partner").await.text;
        assert!(own.contains("You share 2nd place, with 2."), "{own}");
        for other in ["North", "East", "West", "Hill", "Coast"] {
            assert!(!own.contains(other), "{own}");
        }
    })
    .await;
}
