//! The review of a partner's quarter: shown to its manager first, posted once, opened by whoever
//! presses, and written as a file that prints well.

use crate::world::{Message, Platform, World, everywhere};

const MANAGER: &str = "Partner manager";
const MEMBER: &str = "Partner member";
const NORTH: &str = "north-partner";
const SOUTH: &str = "south-partner";
const READY: &str = "The first quarterly review is ready.";
const SHOW: &str = "Show the review";

async fn at(world: &World, time: &str) {
    world.clock_at(time).await;
    world.settle().await;
}

/// The reviews that stand in a channel for all.
async fn posted(world: &World, channel: &str, head: &str) -> Vec<Message> {
    let mut all = world.all_in(channel).await;
    all.retain(|one| one.by_app && !one.private && one.text.contains(head));
    all
}

async fn previews(world: &World) -> Vec<Message> {
    let mut all = world.person(MANAGER).direct_messages().await;
    all.retain(|one| one.text.contains(READY));
    all
}

/// What stands in front of somebody alone, with plain spaces.
async fn read(world: &World, who: &str, channel: &str) -> Message {
    let mut told = world.person(who).last_whisper_in(channel).await;
    told.text = told.text.replace('\u{a0}', " ");
    told
}

/// Of North one won, one rejected late and one open; of South one that waits.
async fn quarter(world: &World) {
    at(world, "2027-02-02T10:00:00Z").await;
    let (north, sales) = (world.person(MEMBER), world.person("Sales 1"));
    let won = north.refers("acme.example").await;
    sales.approves(&won).await;
    sales.wins(&won).await;
    let late = north.refers("birch.example").await;
    world.person("South member").refers("cedar.example").await;
    at(world, "2027-02-09T10:00:00Z").await;
    sales.fills_in("Reject", &late, &[("Reason", "Not a fit")]).await;
    let open = north.refers("elm.example").await;
    sales.approves(&open).await;
    world.settle().await;
}

/// Whoever makes the press up reads their own partner's, or nothing.
async fn made_up(world: &World) {
    let intro = world.intro(SOUTH).await;
    let south = world.person("South member");
    south.presses_made_up("pack:show", "v1:pack:show:2027-q1:0", &intro).await;
    world.settle().await;
    let own = read(world, "South member", SOUTH).await;
    assert!(own.text.contains("SOU-1 · ") && !own.text.contains("NOR"), "{own:?}");
    for junk in ["2027", "2027-03", "2027-q1.x", "par_1"] {
        let value = format!("v1:pack:show:{junk}:0");
        south.presses_made_up("pack:show", &value, &intro).await;
        world.settle().await;
        let told = read(world, "South member", SOUTH).await.text;
        assert!(told.contains("This button does not work here."), "{junk}: {told}");
    }
}

#[tokio::test]
async fn a_quarter_is_reviewed_once_in_its_partner_s_channel_after_its_manager_s_word() {
    everywhere(async |world| {
        quarter(world).await;
        at(world, "2027-04-01T08:40:00Z").await;
        assert!(previews(world).await.is_empty(), "not before nine");
        at(world, "2027-04-01T09:10:00Z").await;
        let shown = previews(world).await;
        assert_eq!(shown.len(), 1, "{shown:?}");
        assert_eq!(shown[0].buttons, ["Send it", "Stop these notes"]);
        assert!(shown[0].text.contains("Q1 2027."), "{shown:?}");
        assert!(posted(world, NORTH, "North Partner, Q1").await.is_empty(), "nothing before");

        world.person(MANAGER).presses_on("Send it", &shown[0]).await;
        world.restart().await;
        world.person(MANAGER).presses_on("Send it", &shown[0]).await;
        world.clock_on("1m").await;
        world.settle().await;
        let posts = posted(world, NORTH, "North Partner, Q1 2027.").await;
        assert_eq!(posts.len(), 1, "once, however often it was pressed: {posts:?}");
        let text = posts[0].text.replace('\u{a0}', " ");
        for sentence in [
            "3 sent, after 0 in the quarter before; so far 2 of them approved and 1 won.",
            "Referral to won: 33.33 % (1 of 3 valid)",
            "2 of 3 in time.",
        ] {
            assert!(text.contains(sentence), "{sentence} is not in {text}");
        }
        assert!(!text.contains("away") && !text.contains("South"), "{text}");
        assert_eq!(posts[0].buttons, [SHOW, "Send feedback", "Pause these notes"]);
        assert_eq!(posted(world, SOUTH, "South Partner, Q1 2027.").await.len(), 1);
        for other in ["east-partner", "sales-desk", "partners"] {
            assert!(posted(world, other, "Q1 2027.").await.is_empty(), "{other}");
        }

        // Who presses reads the whole of it, alone.
        world.person(MEMBER).presses_on(SHOW, &posts[0]).await;
        world.settle().await;
        let first = read(world, MEMBER, NORTH).await;
        for sentence in ["NOR-1 · ", "· Won", "NOR-2 · ", "· Rejected", "What became of it"] {
            assert!(first.text.contains(sentence), "{sentence} is not in {}", first.text);
        }
        world.person(MEMBER).presses_on("Show more", &first).await;
        world.settle().await;
        let second = read(world, MEMBER, NORTH).await;
        let late = second.text.find("NOR-2 · ").expect("the late one");
        let in_time = second.text.find("NOR-1 · ").expect("one in time");
        assert!(late < in_time && second.text.contains("· late"), "{}", second.text);
        for shown in [&first, &second] {
            for never in ["SOU", "South", "70007", "EUR"] {
                assert!(!shown.text.contains(never), "{never} stands in {}", shown.text);
            }
        }

        if world.platform == Platform::Slack {
            made_up(world).await;
        }

        // A round that nobody could send is in the next one; where two quarters are empty is none.
        let fourth = world.person(MEMBER).refers("fir.example").await;
        world.person("Sales 1").approves(&fourth).await;
        at(world, "2027-10-01T09:10:00Z").await;
        let posts = posted(world, NORTH, "North Partner, Q3 2027.").await;
        assert_eq!(posts.len(), 1, "{posts:?}");
        assert!(posts[0].text.contains("this note replaces 2."), "{posts:?}");
        let fallen = "0 sent, after 1 in the quarter before;";
        assert!(posts[0].text.replace('\u{a0}', " ").contains(fallen), "{posts:?}");
        assert!(posted(world, SOUTH, "Q3 2027.").await.is_empty());
        at(world, "2028-01-03T09:10:00Z").await;
        assert!(posted(world, NORTH, "Q4 2027.").await.is_empty(), "nothing to say");
        assert_eq!(previews(world).await.len(), 1, "asked once");
    })
    .await;
}

#[tokio::test]
async fn who_turned_notes_off_reads_no_review() {
    everywhere(async |world| {
        quarter(world).await;
        at(world, "2027-04-01T09:10:00Z").await;
        let shown = previews(world).await;
        let admin = world.person("North admin");
        world.person(MANAGER).presses_on("Send it", &shown[0]).await;
        world.clock_on("1m").await;
        world.settle().await;
        let posts = posted(world, NORTH, "North Partner, Q1 2027.").await;
        let paused = admin.presses_on("Pause these notes", &posts[0]).await;
        assert!(paused.ok, "{paused:?}");
        admin.closes().await;
        let more = world.person(MEMBER).refers("fir.example").await;
        world.person("Sales 1").approves(&more).await;
        world.person("South member").refers("oak.example").await;
        at(world, "2027-07-01T09:10:00Z").await;
        assert!(posted(world, NORTH, "Q2 2027.").await.is_empty(), "paused");
        assert_eq!(posted(world, SOUTH, "South Partner, Q2 2027.").await.len(), 1);
    })
    .await;
}

async fn printed(world: &World, words: &[&str]) -> String {
    let output = world.command(words).await;
    assert!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().replace('\u{a0}', " ")
}

#[tokio::test]
async fn a_terminal_writes_the_review_as_markdown_and_as_a_page_that_prints() {
    everywhere(async |world| {
        quarter(world).await;
        let nasty = [("Company website", "oak.example"), ("Company name", "<b>Oak|*</b>")];
        world.person(MEMBER).refers_with(&nasty).await;
        let text = printed(world, &["pack", "nor", "2027-q1"]).await;
        for sentence in [
            "# North Partner, Q1 2027",
            "4 sent, after 0 in the quarter before; so far 2 of them approved and 1 won.",
            "Referral to won: **25.00 %** (1 of 4 valid)",
            "| Sent | 4 | 0 | +4 |",
            "&lt;b&gt;Oak\\|\\*&lt;/b&gt;",
            "No review was opened in this quarter (n 0).",
            "Referral to won: won ÷ valid, 1 ÷ 4.",
        ] {
            assert!(text.contains(sentence), "{sentence} is not in {text}");
        }
        for never in ["South", "SOU", "70007", "EUR", "cedar"] {
            assert!(!text.contains(never), "{never} stands in {text}");
        }
        let (html, markdown) = (world.folder().join("q1.html"), world.folder().join("q1.md"));
        let (html_at, markdown_at) = (html.to_str().unwrap(), markdown.to_str().unwrap());
        let words = ["pack", "NOR", "2027-q1", "--html", html_at, "--markdown", markdown_at];
        let said = printed(world, &words).await;
        assert!(said.contains("q1.html holds the review."), "{said}");
        assert!(said.contains("q1.md holds the review."), "{said}");
        let page = std::fs::read_to_string(&html).unwrap();
        assert!(page.contains("&lt;b&gt;Oak|*&lt;/b&gt;") && !page.contains("<b>"), "{page}");
        assert!(!page.contains("<script") && !page.contains("href="), "{page}");
        let kept = std::fs::read_to_string(&markdown).unwrap().replace('\u{a0}', " ");
        assert!(kept.contains("| Sent | 4 | 0 | +4 |"), "{kept}");

        for (words, sentence) in [
            (&words[..], "is there already. Name another file, or remove it."),
            (&["pack", "NOR", "2027-03"][..], "\"2027-03\" is no quarter; allowed are quarter"),
            (&["pack", "ZZZ", "2027-q1"][..], "\"ZZZ\" is no partner's code"),
        ] {
            let refused = world.command(words).await;
            assert_eq!(refused.status.code(), Some(2), "{words:?}");
            let said = String::from_utf8(refused.stderr).unwrap();
            assert!(said.contains(sentence), "{said}");
        }
        let south = printed(world, &["pack", "SOU", "2027-q1"]).await;
        assert!(south.contains("1 sent,") && !south.contains("NOR"), "{south}");
    })
    .await;
}
