//! What goes wrong on the way: each ends on a page that says what happened, and nothing is stored.
//! Case 21 of the nasty ones: wrong, expired and replayed state, a code used twice, no, fewer scopes.

use serde_json::json;

use super::{NORTH, bot_token, refers_by_command};
use crate::world::browser::Browser;
use crate::world::{Only, World, on_slack};

const OLD: &str =
    "This link worked once, for ten minutes. Ask for a new one in your partner channel.";

/// How many workspaces have installed the app by themselves.
async fn stored(world: &World) -> i64 {
    let sql = "select cast(count(*) as bigint) from installation where locked is not null";
    world.database.count(sql).await
}

#[tokio::test]
async fn case_21_who_says_no_is_told_that_nothing_was_stored_and_may_say_yes_later() {
    on_slack(Only::Installing, async |world| {
        let link = world.install_link("north-partner").await;
        let mut browser = Browser::new();
        let question = browser.follows(&link).await;
        let back = browser.answers(&question, "North Partner", "deny").await;
        let page = browser.reads(&back).await;
        assert_eq!(page.text, "Nothing was installed or stored. The button works without it.");
        assert_eq!(stored(world).await, 0);
        let page = browser.installs(&link, "North Partner").await;
        assert!(page.text.starts_with("Vouch is in North Partner."), "{page:?}");
    })
    .await;
}

#[tokio::test]
async fn case_21_a_state_works_once_in_its_own_browser_for_ten_minutes() {
    on_slack(Only::Installing, async |world| {
        let link = world.install_link("north-partner").await;
        let mut browser = Browser::new();
        let question = browser.follows(&link).await;
        let back = browser.answers(&question, "North Partner", "allow").await;
        let stolen = Browser::new().reads(&back).await;
        assert_eq!((stolen.status, stolen.text.as_str()), (400, OLD), "another browser");
        let changed = back.replacen("state=", "state=0", 1);
        assert_eq!(browser.reads(&changed).await.text, OLD, "a state that was changed");
        let (address, _) = back.split_once('?').unwrap();
        assert_eq!(browser.reads(address).await.text, OLD, "no state at all");
        assert_eq!(stored(world).await, 0);

        world.clock_on("11m").await;
        assert_eq!(browser.reads(&back).await.text, OLD, "too late");
        let question = browser.follows(&link).await;
        let back = browser.answers(&question, "North Partner", "allow").await;
        assert!(browser.reads(&back).await.text.starts_with("Vouch is in North Partner."));
        assert_eq!(browser.reads(&back).await.text, OLD, "a second time");
        assert_eq!(stored(world).await, 1);
        refers_by_command(world, "Partner member", "acme.example").await;
    })
    .await;
}

#[tokio::test]
async fn case_21_a_code_that_was_used_or_never_given_installs_nothing() {
    on_slack(Only::Installing, async |world| {
        let mut browser = Browser::new();
        let link = world.install_link("north-partner").await;
        let question = browser.follows(&link).await;
        let back = browser.answers(&question, "North Partner", "allow").await;
        // The code of the first way, brought with the state of a second.
        let second = browser.follows(&link).await;
        let other = browser.answers(&second, "North Partner", "allow").await;
        let code = back.split("code=").nth(1).unwrap().split('&').next().unwrap();
        let fresh = other.split("code=").nth(1).unwrap().split('&').next().unwrap();
        let made_up = other.replace(fresh, "made-up");
        assert_eq!(browser.reads(&made_up).await.text, OLD);
        assert!(browser.reads(&back).await.text.starts_with("Vouch is in North Partner."));
        assert_eq!(browser.reads(&other.replace(fresh, code)).await.text, OLD);
        assert_eq!(stored(world).await, 1);
    })
    .await;
}

#[tokio::test]
async fn case_21_with_fewer_scopes_nothing_is_stored_and_the_token_is_given_back() {
    on_slack(Only::Installing, async |world| {
        let link = world.install_link("north-partner").await;
        let mut browser = Browser::new();
        let question = browser.follows(&link).await.without("im:write");
        let back = browser.answers(&question, "North Partner", "allow").await;
        let page = browser.reads(&back).await;
        let said = "im:write was left out, so every direct message would not work. Nothing was \
                    stored; install again and leave it ticked.";
        assert_eq!((page.status, page.text.as_str()), (400, said));
        world.settle().await;
        assert_eq!(stored(world).await, 0);
        assert_eq!(bot_token(world).await, "", "no token is left over");
        let manager = world.person("Partner manager").direct_messages().await;
        assert!(manager.is_empty(), "nothing of ours was lost: {manager:?}");
        let page = browser.installs(&link, "North Partner").await;
        assert!(page.text.starts_with("Vouch is in North Partner."), "{page:?}");
    })
    .await;
}

#[tokio::test]
async fn case_21_a_scope_that_is_taken_away_later_costs_what_it_was_for_and_nothing_else() {
    on_slack(Only::Installing, async |world| {
        world.installs("north-partner", "North Partner").await;
        let left = ["commands", "chat:write", "users:read", "im:history"];
        world.change(json!({ "scopes": { "team": NORTH, "scopes": left } })).await;
        let member = world.person("Partner member");
        // It is said in a direct message, which may not be opened any more: nothing waits for that.
        member.writes_to_the_app("hello").await;
        assert_eq!(member.direct_messages().await.iter().filter(|one| one.by_app).count(), 0);
        refers_by_command(world, "Partner member", "acme.example").await;
    })
    .await;
}

#[tokio::test]
async fn a_link_works_once_and_for_seven_days() {
    on_slack(Only::Installing, async |world| {
        let used = world.install_link("north-partner").await;
        Browser::new().installs(&used, "North Partner").await;
        assert_eq!(Browser::new().reads(&used).await.text, OLD);
        let made_up = format!("{used}00");
        assert_eq!(Browser::new().reads(&made_up).await.text, OLD);
        let late = world.install_link("north-partner").await;
        world.clock_on("6d").await;
        let question = Browser::new().follows(&late).await;
        assert!(question.html.contains("Let Vouch into a workspace?"), "{question:?}");
        world.clock_on("25h").await;
        assert_eq!(Browser::new().reads(&late).await.text, OLD);
    })
    .await;
}

#[tokio::test]
async fn two_who_use_one_link_at_the_same_time_are_one_installation() {
    on_slack(Only::Installing, async |world| {
        let link = world.install_link("north-partner").await;
        let (mut one, mut other) = (Browser::new(), Browser::new());
        let (first, second) = (one.follows(&link).await, other.follows(&link).await);
        let first = one.answers(&first, "North Partner", "allow").await;
        let second = other.answers(&second, "East Partner", "allow").await;
        let (first, second) = tokio::join!(one.reads(&first), other.reads(&second));
        let done = [&first, &second].map(|page| page.text.starts_with("Vouch is in "));
        assert!(done[0] != done[1], "{first:?} {second:?}");
        assert_eq!(stored(world).await, 1);
        world.settle().await;
    })
    .await;
}

#[tokio::test]
async fn the_platform_or_the_database_away_is_a_page_of_its_own() {
    on_slack(Only::Installing, async |world| {
        let link = world.install_link("north-partner").await;
        let mut browser = Browser::new();
        world.fault("oauth.v2.access", 1, json!({ "http_status": 503 })).await;
        let page = browser.installs(&link, "North Partner").await;
        let away = "The chat did not answer, so nothing was stored. Open your link again in a minute.";
        assert_eq!((page.status, page.text.as_str()), (502, away));
        world.fault("oauth.v2.access", 1, json!({ "error": "invalid_team_for_non_distributed_app" })).await;
        let page = browser.installs(&link, "North Partner").await;
        let refused = "The chat did not let Vouch in (invalid_team_for_non_distributed_app). Nothing \
                       was stored. Ask for a new link in your partner channel.";
        assert_eq!(page.text, refused);
        assert_eq!(stored(world).await, 0);
        let page = browser.installs(&link, "North Partner").await;
        assert!(page.text.starts_with("Vouch is in North Partner."), "{page:?}");
    })
    .await;
}

#[tokio::test]
async fn whatever_a_browser_brings_is_answered_with_a_page_and_stored_nowhere() {
    on_slack(Only::Installing, async |world| {
        let link = world.install_link("north-partner").await;
        let (page, _) = link.split_once("/slack/install").unwrap();
        let long = "x".repeat(8_000);
        let brought = [
            "",
            "?",
            "?state=&code=",
            "?code=1&code=2&state=3&state=4",
            "?state=%00&code=%ff%fe",
            "?state=....&code=1&error=access_denied",
            "?error=%3Cscript%3E",
            &format!("?state={long}&code={long}"),
        ];
        let mut browser = Browser::new();
        // With our cookie and without it.
        for _ in 0..2 {
            for query in brought {
                let read = browser.reads(&format!("{page}/slack/oauth{query}")).await;
                assert_eq!((read.status, read.text.as_str()), (400, OLD), "{query:.80}");
            }
            for code in ["%00", "1'--", &long] {
                let read = browser.reads(&format!("{page}/slack/install?partner={code}")).await;
                assert_eq!((read.status, read.text.as_str()), (400, OLD), "{code:.80}");
            }
            browser.follows(&link).await;
        }
        assert_eq!(stored(world).await, 0);
    })
    .await;
}

#[tokio::test]
async fn the_programmes_own_workspace_needs_no_link() {
    on_slack(Only::Installing, async |world| {
        let link = world.install_link("north-partner").await;
        let page = Browser::new().installs(&link, "Vendor").await;
        let said = "Vendor is the programme's own workspace and needs no link. Nothing was stored.";
        assert_eq!((page.status, page.text.as_str()), (400, said));
        assert_eq!(stored(world).await, 0);
        let home = world.person("Sales 1").types("sales-desk", "/vouch help").await;
        assert!(home.ok, "it works as before: {home:?}");
    })
    .await;
}

#[tokio::test]
async fn a_page_tells_no_address_and_can_be_read_by_everybody() {
    on_slack(Only::Installing, async |world| {
        let page = world.installs("north-partner", "North Partner").await;
        for part in ["lang=\"en\"", "<h1>", "<main>", "name=\"viewport\"", "<a href=\"http://"] {
            assert!(page.html.contains(part), "{part}: {}", page.html);
        }
        assert!(!page.html.contains("<script") && !page.html.contains("code="), "{}", page.html);
        let mut browser = Browser::new();
        let link = world.install_link("north-partner").await;
        let question = browser.follows(&link).await;
        assert!(
            question.html.contains("<label for=\"team\">Workspace</label>"),
            "{}",
            question.html
        );
        assert!(question.workspaces.iter().any(|(id, _)| id == NORTH));
    })
    .await;
}
