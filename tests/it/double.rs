//! The whole story with every delivery twice, out of order, and again after a restart: it ends as if
//! each had come once.

#[path = "double/end.rs"]
mod end;
#[path = "double/story.rs"]
mod story;

use futures_util::future::{LocalBoxFuture, join, join_all};
use serde_json::{Value, json};

use crate::world::{Kind, Only, Wire, World, apart, database, on_slack};

/// Chapters after which the bot is started anew: in the middle, and at the end.
const RESTARTS: [usize; 2] = [4, 11];

/// What is delivered in the story, at the least: everything that the app has subscribed to and the
/// sandbox can cause.
#[rustfmt::skip]
const KINDS: [&str; 20] = [
    "/refer", "/referrals", "/vouch", "block_actions", "view_submission", "view_closed",
    "app_mention", "message", "member_joined_channel", "member_left_channel", "channel_left",
    "channel_archive", "channel_unarchive", "channel_rename", "channel_shared", "channel_unshared",
    "channel_id_changed", "user_change", "app_uninstalled", "tokens_revoked",
];

async fn told_once(world: &World) {
    story::tell(world, async |_| {}).await;
    let (all, _) = world.delivered_since(0).await;
    for kind in KINDS {
        assert!(all.iter().any(|one| one["method"] == kind), "no {kind} was delivered");
    }
}

/// Each delivery comes over both sockets in the same instant. After each chapter all of it and of
/// the one before comes once more, the newest first. After some the bot is started anew, and all
/// that ever came comes again, in its order.
async fn told_again_and_again(world: &World) {
    let (mut all, mut before, mut after) = (Vec::new(), 0, 0);
    world.deliveries_come(2).await;
    story::tell(world, async |chapter| {
        let (new, next) = world.delivered_since(after).await;
        let now = all.len();
        all.extend(new);
        world.comes_again(all[before..].iter().rev()).await;
        (before, after) = (now, next);
        if RESTARTS.contains(&chapter) {
            world.restart().await;
            world.comes_again(&all).await;
            // The workspace's next process begins a new log, and is as it was made.
            after = 0;
            world.deliveries_come(2).await;
        }
    })
    .await;
}

#[tokio::test]
async fn however_often_and_in_whatever_order_it_is_told_the_story_ends_the_same() {
    let ends = async |kind: Kind, telling: Telling| {
        let world = World::start(kind, None).await;
        telling(&world).await;
        let end = world.end().await;
        world.finish().await;
        end
    };
    let once = ends(Kind::Sqlite, |world| Box::pin(told_once(world)));
    let again = database::kinds()
        .into_iter()
        .map(async |kind| (kind, ends(kind, |world| Box::pin(told_again_and_again(world))).await));
    let (once, again) = join(once, join_all(again)).await;
    for (kind, end) in again {
        let unlike = end.unlike(&once);
        assert!(unlike.is_empty(), "told again and again on {kind:?}:\n{unlike}");
    }
}

type Telling = fn(&World) -> LocalBoxFuture<'_, ()>;

#[tokio::test]
async fn over_signed_http_a_repetition_counts_once() {
    apart(Wire::Push, async |world| {
        world.deliveries_come(3).await;
        let referral = world.person("Partner member").refers("acme.example").await;
        let sales = world.person("Sales 1");
        sales.approves(&referral).await;
        sales.types("north-partner", "what now, @Vouch?").await;
        world.settle().await;
        let kept = async || {
            let inbox = "select cast(count(*) as bigint) from inbox";
            let log = "select cast(count(*) as bigint) from event";
            (world.database.count(inbox).await, world.database.count(log).await)
        };
        let (all, _) = world.delivered_since(0).await;
        let before = kept().await;
        assert_eq!(before.0 * 3, i64::try_from(all.len()).unwrap(), "each is kept once");
        world.comes_again(all.iter().rev()).await;
        assert_eq!(kept().await, before);
        assert_eq!(world.heard("Sales 1").await.matches("What you can do here.").count(), 1);
    })
    .await;
}

/// The world as `change` leaves it, of which the bot hears `late` only afterwards.
async fn hears_late(world: &World, late: &str, change: impl AsyncFnOnce()) {
    world.holds(&[late]).await;
    change().await;
    assert_eq!(world.releases().await, 1, "{late}");
}

async fn changes(world: &World, changes: impl IntoIterator<Item = Value>) {
    for change in changes {
        world.change(change).await;
        world.settle().await;
    }
}

#[tokio::test]
async fn news_that_come_late_say_nothing_that_is_not_true_any_more() {
    on_slack(Only::Wire, async |world| {
        let [east, random] = ["east-partner", "random"].map(|name| world.channel(name));
        let by = world.person("Partner manager").id();
        let add = |channel: &String| json!({ "add_bot": { "channel": channel, "by": by } });
        let remove = |channel: &String| json!({ "remove_bot": channel });
        let west = json!({ "channel": east, "team": "T0WEST00001" });
        #[rustfmt::skip]
        let table = [
            // comes late             what happens meanwhile
            ("channel_archive",       [json!({ "archive": east }), json!({ "unarchive": east })]),
            ("channel_left",          [remove(&east), add(&east)]),
            ("member_joined_channel", [add(&random), remove(&random)]),
            ("channel_shared",        [json!({ "share": west }), json!({ "disconnect": west })]),
        ];
        for (late, meanwhile) in table {
            hears_late(world, late, async || changes(world, meanwhile).await).await;
            let told = world.person("Partner manager").direct_messages().await;
            assert_eq!(told.len(), 0, "{late}: {told:?}");
        }
        let channels = "select cast(count(*) as bigint) from channel where dead_code is not null";
        assert_eq!(world.database.count(channels).await, 0);
    })
    .await;
}

#[tokio::test]
async fn an_answer_that_comes_late_counts_only_while_the_question_is_open() {
    on_slack(Only::Wire, async |world| {
        let member = world.person("Partner member");
        let referral = member.refers("acme.example").await;
        let card = member.card(&referral).await;
        let sales = world.person("Sales 1");
        sales.presses("Ask", &referral).await;
        sales.submits(&[("Question", "Who decides there?")]).await;
        world.settle().await;
        hears_late(world, "app_mention", async || {
            member.replies(&card, "@Vouch Ada does").await;
            member.presses("Answer", &referral).await;
            member.submits(&[("Answer", "Jo does.")]).await;
            world.settle().await;
        })
        .await;
        let heard = world.heard("Partner member").await;
        assert!(heard.contains("NOR-1 has no open question, so nothing was recorded."), "{heard}");
        let told = member.text_in("north-partner").await;
        assert!(told.contains("“Jo does.”") && !told.contains("answered: “Ada"), "{told}");
    })
    .await;
}

#[tokio::test]
async fn a_channel_whose_new_id_is_heard_of_late_goes_on_where_it_is() {
    on_slack(Only::Wire, async |world| {
        let referral = world.person("Partner member").refers("acme.example").await;
        let renumber = json!({ "channel": world.channel("north-partner"), "id": "C0NORTHNEW1" });
        hears_late(world, "channel_id_changed", async || {
            world.change(json!({ "renumber": renumber })).await;
            let sales = world.person("Sales 1");
            sales.presses("Approve", &referral).await;
            sales.submits(&[]).await;
            world.settle_briefly().await;
        })
        .await;
        let seen = world.all_under("C0NORTHNEW1").await;
        for said in ["NOR-1 · Marker Acme Widgets: Approved", "Approved by Sales 1."] {
            let times = seen.iter().filter(|one| one.text.contains(said)).count();
            assert_eq!(times, 1, "{said}: {seen:?}");
        }
    })
    .await;
}
