//! Two partners turn out to be one company: what would come of it is shown first, then one goes on as the
//! other, with everything it brought about.

use crate::partners::deed;
use crate::shout::{drafts, lets_them_cheer, said, told};
use vouch::program::BUILT_IN;

use crate::world::{Answer, Only, World, everywhere, everywhere_with, on_slack};

const MANAGER: &str = "Partner manager";

/// As which South goes on is typed into its form.
pub async fn previews(world: &World, code: &str) -> Answer {
    deed(world, "SOU", "Merge into another").await;
    let answer = world.person(MANAGER).submits(&[("It goes on as", code)]).await;
    world.settle().await;
    answer
}

async fn merges(world: &World) -> Answer {
    let shown = previews(world, "NOR").await;
    assert!(shown.screen.words.contains("South Partner (SOU) would go on as"), "{shown:?}");
    let done = world.person(MANAGER).presses_in_modal("Merge partners").await;
    world.settle().await;
    done
}

async fn sheet(world: &World, code: &str) -> (String, Vec<String>) {
    let manager = world.person(MANAGER);
    manager.types("sales-desk", &format!("/vouch partner {code}")).await;
    world.settle().await;
    let sheet = manager.reads("sales-desk").await.pop().unwrap();
    (sheet.text.clone(), sheet.buttons.clone())
}

#[tokio::test]
async fn what_would_come_of_it_is_shown_and_then_everything_goes_along_and_keeps_its_number() {
    everywhere(async |world| {
        let (north, south) = (world.person("Partner member"), world.person("South member"));
        let own = north.refers("birch.example").await;
        let acme = south.refers("acme.example").await;
        let oak = south.refers("oak.example").await;
        world.person("Sales 1").approves(&acme).await;
        world.settle().await;

        let opened = deed(world, "SOU", "Merge into another").await;
        assert!(opened.screen.words.contains("First you see what would happen."), "{opened:?}");
        world.person(MANAGER).closes().await;
        let shown = previews(world, "nor").await;
        for line in [
            "South Partner (SOU) would go on as North Partner (NOR).",
            "2 referrals, 2 of them open. They keep their numbers, receipts and dates.",
            "who speak for North Partner then.",
            "One channel, which is one of North Partner then.",
            "This cannot be taken back. The code SOU is never used again.",
        ] {
            assert!(shown.screen.words.contains(line), "{line}: {shown:?}");
        }
        // Nothing has happened by looking at it.
        assert!(sheet(world, "SOU").await.1.contains(&"Merge into another".to_owned()));
        let done = merges(world).await;
        assert!(
            done.screen.words.contains("South Partner goes on as North Partner now"),
            "{done:?}"
        );

        let together = "South Partner and North Partner are one partner from today: North Partner.";
        for (who, channel) in
            [("Partner member", "north-partner"), ("South member", "south-partner")]
        {
            let told = world.person(who).text_in(channel).await;
            assert_eq!(told.matches(together).count(), 1, "{channel}: {told}");
        }
        let (text, _) = sheet(world, "NOR").await;
        assert!(text.contains("Referrals sent: 3"), "{text}");
        let (text, buttons) = sheet(world, "SOU").await;
        assert!(text.contains("It goes on as NOR · North Partner."), "{text}");
        assert!(buttons.is_empty(), "{buttons:?}");

        // Whoever spoke for South goes on where they were, and what they sent is answered there.
        let sales = world.person("Sales 1");
        assert!(sales.approves(&oak).await.ok);
        world.settle().await;
        let card = south.card_in("south-partner", &oak).await;
        assert!(card.text.contains("Approved"), "{card:?}");
        // Whoever asks why reads whose it was, of what was sent before and of nothing else.
        for (name, number, told) in [
            ("South member", &oak.number, 1),
            ("Sales 1", &acme.number, 1),
            ("South member", &own.number, 0),
        ] {
            let asks = world.person(name);
            asks.types(&asks.home(), &format!("/vouch why {number}")).await;
            world.settle().await;
            let why = asks.last_whisper_in(&asks.home()).await.words;
            let sentence = "South Partner is the same company and goes on as North Partner.";
            assert_eq!(why.matches(sentence).count(), told, "{name} {number}: {why}");
        }
        let next = south.refers("elm.example").await;
        assert_eq!(next.number, "NOR-2", "numbers of North are counted on");
        let statuses = world.referrals().await;
        let of = |number: &str| statuses.iter().find(|(one, _)| one == number).map(|one| &*one.1);
        for (number, status) in [
            (&own.number, "submitted"),
            (&acme.number, "approved"),
            (&oak.number, "approved"),
            (&next.number, "submitted"),
        ] {
            assert_eq!(of(number), Some(status), "{number}");
        }
        // Whoever spoke for North finds all of them among their own, the newest first.
        north.presses_in("north-partner", "My referrals").await;
        world.settle().await;
        let heard = world.heard("Partner member").await;
        let list = heard.split("North Partner: 4 open, 4 in all.").nth(1).expect(&heard);
        let at = |number: &str| list.find(number).unwrap_or_else(|| panic!("{number}: {list}"));
        assert!(at(&next.number) < at(&own.number), "{list}");
        assert!(at(&oak.number) < at(&own.number), "{list}");
    })
    .await;
}

#[tokio::test]
async fn why_it_cannot_be_is_said_beside_the_code_and_nothing_has_changed() {
    everywhere(async |world| {
        let manager = world.person(MANAGER);
        for (code, sentence) in [
            ("XYZ", "Enter the code of a partner that is there."),
            ("north", "Enter the code of a partner that is there."),
            ("SOU", "That is this partner. Enter the code of the other one."),
        ] {
            let refused = previews(world, code).await;
            assert_eq!(refused.error_at("It goes on as"), sentence, "{code}: {refused:?}");
            manager.closes().await;
        }
        deed(world, "NOR", "Suspend partner").await;
        manager.submits(&[("Reason", "Marker papers are missing")]).await;
        let refused = previews(world, "NOR").await;
        let sentence =
            "The other partner is suspended. Resume it first, so that nobody is shut out.";
        assert_eq!(refused.error_at("It goes on as"), sentence, "{refused:?}");
        manager.closes().await;
        deed(world, "NOR", "Resume partner").await;
        world.settle().await;

        // Both want the same account: whose it is counts until that is decided.
        let first = world.person("Partner member").refers("acme.example").await;
        let shown = previews(world, "NOR").await;
        assert!(shown.screen.errors.is_empty(), "{shown:?}");
        let second = world.person("South member").refers("acme.example").await;
        let late = manager.presses_in_modal("Merge partners").await;
        world.settle().await;
        let sentence = format!("{} is in review", first.number);
        let heard = world.heard(MANAGER).await + &late.screen.words;
        assert!(heard.contains(&sentence), "{late:?} {heard}");
        let refused = previews(world, "NOR").await;
        assert!(refused.error_at("It goes on as").contains("is in review"), "{refused:?}");
        manager.closes().await;
        world.person("South member").presses("Withdraw", &second).await;
        world.settle().await;
        assert!(merges(world).await.ok);
        assert!(sheet(world, "SOU").await.0.contains("It goes on as NOR"), "merged at last");
    })
    .await;
}

/// Who has won one deal within 90 days is Silver.
const TIERS: &str = r#"
[[tiers]]
name = "Bronze"

[[tiers]]
name = "Silver"
won = 1
within_days = 90
"#;

#[tokio::test]
async fn nobody_falls_by_being_merged_and_a_suspension_ends_with_it() {
    let program = format!("{BUILT_IN}{TIERS}");
    everywhere_with(&[("program.toml", &program)], async |world| {
        world.clock_at("2027-01-05T10:00:00Z").await;
        let won = world.person("South member").refers("acme.example").await;
        world.person("Sales 1").approves(&won).await;
        world.person("Sales 1").wins(&won).await;
        // It does not count any more, and the quarter is not over.
        world.clock_at("2027-04-20T10:00:00Z").await;
        world.settle().await;
        deed(world, "SOU", "Suspend partner").await;
        let manager = world.person(MANAGER);
        manager.submits(&[("Reason", "Marker papers are missing")]).await;
        world.settle().await;
        let shown = previews(world, "NOR").await;
        for line in [
            "South Partner is suspended. Its people may register again then.",
            "Of two tiers the higher one stays.",
        ] {
            assert!(shown.screen.words.contains(line), "{line}: {shown:?}");
        }
        manager.closes().await;
        assert!(merges(world).await.ok);

        for (who, channel) in
            [("Partner member", "north-partner"), ("South member", "south-partner")]
        {
            // South's people knew it before.
            let told = world.person(who).text_in(channel).await;
            assert_eq!(told.matches("You are now Silver.").count(), 1, "{channel}: {told}");
        }
        manager.types("sales-desk", "/vouch partners").await;
        world.settle().await;
        let all = manager.last_whisper_in("sales-desk").await.text;
        assert!(all.contains("NOR North Partner · Silver"), "{all}");
        assert!(world.person("South member").refers("elm.example").await.number == "NOR-1");
    })
    .await;
}

#[tokio::test]
async fn a_press_that_comes_twice_merges_once() {
    everywhere(async |world| {
        world.person("South member").refers("acme.example").await;
        let done = merges(world).await;
        assert!(done.ok, "{done:?}");
        world.delivers_again("block_actions").await;
        world.settle().await;
        let merged =
            world.database.count("select count(*) from event where kind = 'partner_merged'");
        assert_eq!(merged.await, 1);
        let moved = world.database.count("select count(*) from event where kind = 'transferred'");
        assert_eq!(moved.await, 1);
    })
    .await;
}

#[tokio::test]
async fn a_set_up_file_that_names_both_leaves_them_one() {
    on_slack(Only::People, async |world| {
        let file = world.folder().join("before.toml");
        let path = file.to_str().unwrap();
        assert!(world.command(&["setup", "export", path]).await.status.success());
        assert!(merges(world).await.ok);
        let again = world.command(&["setup", "apply", path]).await;
        let said = String::from_utf8_lossy(&again.stdout).into_owned();
        assert!(again.status.success() && !said.contains("changed"), "{said}");
        assert!(!said.contains("linked"), "{said}");
        let south = world.person("South member");
        assert_eq!(south.refers("acme.example").await.number, "NOR-1");
        // Written anew it names one.
        assert!(world.command(&["setup", "export", path]).await.status.success());
        let text = std::fs::read_to_string(&file).unwrap();
        assert!(text.contains("\"NOR\"") && !text.contains("\"SOU\""), "{text}");
    })
    .await;
}

/// The set-up as a file, without anything of this partner.
fn without(text: &str, code: &str) -> String {
    let mut file: toml::Table = text.parse().unwrap();
    for (_, list) in &mut file {
        let Some(list) = list.as_array_mut() else { continue };
        let is_it =
            |one: &toml::Value, key: &str| one.get(key).and_then(|v| v.as_str()) == Some(code);
        list.retain(|one| !is_it(one, "code") && !is_it(one, "partner"));
    }
    file.to_string()
}

#[tokio::test]
async fn a_set_up_file_that_names_one_of_them_takes_nothing_from_the_other() {
    on_slack(Only::People, async |world| {
        let path = world.folder().join("before.toml");
        assert!(world.command(&["setup", "export", path.to_str().unwrap()]).await.status.success());
        let whole = std::fs::read_to_string(&path).unwrap();
        assert!(merges(world).await.ok);
        for gone in ["SOU", "NOR"] {
            let file = world.folder().join("one.toml");
            std::fs::write(&file, without(&whole, gone)).unwrap();
            let applied = world.command(&["setup", "apply", file.to_str().unwrap()]).await;
            let said = String::from_utf8_lossy(&applied.stderr).into_owned();
            assert!(applied.status.success(), "without {gone}: {said}");
        }
        // South's people are no strangers in their own channel: what they send stands there.
        let south = world.person("South member");
        let referral = south.refers("acme.example").await;
        assert_eq!(referral.number, "NOR-1");
        let card = south.card_in("south-partner", &referral).await;
        assert!(card.text.contains("NOR-1"), "{card:?}");
    })
    .await;
}

#[tokio::test]
async fn what_was_said_of_it_in_public_can_still_be_put_right_and_taken_away() {
    everywhere(async |world| {
        world.clock_at("2027-03-02T10:00:00Z").await;
        lets_them_cheer(world, "South", "Yes").await;
        let acme = world.person("South member").refers("acme.example").await;
        assert!(world.person("Sales 1").approves(&acme).await.ok);
        world.settle().await;
        let words = "Well done, South Partner: a first one!";
        let shown = drafts(world, &[("Text", words), ("Where", "Both"), ("When", "Now")]).await;
        assert!(shown.screen.words.contains(words), "{shown:?}");
        let manager = world.person("Community manager");
        manager.presses_in_modal("Post now").await;
        world.settle().await;
        for channel in ["partners", "south-partner"] {
            assert_eq!(said(world, channel, words).await.len(), 1, "{channel}");
        }
        manager.closes().await;
        assert!(merges(world).await.ok);
        let done = told(world, "Posted in").await;
        manager.presses_on("Delete post", &done[0]).await;
        let gone = manager.submits(&[("Reason", "They are one now")]).await;
        assert!(gone.screen.words.contains("Deleted."), "{gone:?}");
        world.settle().await;
        for channel in ["partners", "south-partner"] {
            assert!(said(world, channel, "Well done").await.is_empty(), "{channel}");
        }
    })
    .await;
}
