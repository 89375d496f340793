//! A forum as a channel of the community: each board and each shout-out is a post of its own, and what
//! belongs to it stands in it.

use serde_json::{Value, json};

use crate::board::posts::{at, march, previews, refer_and_approve};
use crate::doctor::{ailing, checks};
use crate::shout::{drafts, lets_them_cheer, told};
use crate::world::{Message, World, apart_on_discord, in_the_end, on_discord};

const MANAGER: &str = "Community manager";
const IN_CHARGE: &str = "Partner manager";
const POST: &str = "POST /channels/{id}/threads";
const ACTIVE: &str = "GET /guilds/{id}/threads/active";
/// What a person said in it, so that there is a post to type in.
const WELCOME: &str = "Welcome to the wins";

/// Rights. Source: Discord, "Permissions".
const VIEW: u64 = 1 << 10;
const SEND: u64 = 1 << 11;
const MANAGE_THREADS: u64 = 1 << 34;

/// A post, as a forum shows it.
struct Post {
    first: Message,
    of: Value,
}

impl Post {
    fn id(&self) -> &str {
        &self.first.ts
    }

    fn name(&self) -> &str {
        self.of["name"].as_str().unwrap()
    }
}

/// A forum that somebody has made for whoever reads the community's channel. Gives its id.
async fn forum(world: &World) -> String {
    let like = world.channel("partners");
    let made = json!({ "platform": "discord", "add_forum": { "name": "wins", "like": like } });
    let made = world.post("world", &made).await;
    made["channel"].as_str().unwrap().to_owned()
}

/// The same, linked from within a post, for there is nowhere else to type.
async fn linked(world: &World) -> String {
    let forum = forum(world).await;
    let manager = world.person(IN_CHARGE);
    let said = json!({ "say": { "channel": forum, "text": WELCOME } });
    assert!(manager.forges(said).await.ok);
    let command =
        |channel: &str| json!({ "command": { "channel": channel, "text": "/vouch link" } });
    assert!(!manager.forges(command(&forum)).await.ok, "a forum itself has no line to type in");
    let post = world.all_under(&forum).await.remove(0).ts;
    for (used, answer) in [("Internal sales", "is a forum"), ("Community", "is linked")] {
        manager.forges(command(&post)).await;
        let done = manager.submits(&[("Channel is for", used)]).await;
        let words = done.screen.words;
        assert!(words.contains("#wins") && words.contains(answer), "{used}: {words}");
    }
    world.settle().await;
    forum
}

/// The app's posts in a forum, in the order in which they were made.
async fn posts(world: &World, forum: &str) -> Vec<Post> {
    let seen = world.get(&format!("channels/{forum}/messages")).await;
    let seen = seen["messages"].as_array().unwrap().iter();
    let first = seen.filter(|one| !one["post"].is_null() && one["app"] == true);
    first.map(|one| Post { first: Message::of(forum, one), of: one["post"].clone() }).collect()
}

/// The only one there.
async fn post(world: &World, forum: &str) -> Post {
    let mut all = posts(world, forum).await;
    assert_eq!(all.len(), 1, "{:?}", all.iter().map(|one| &one.first).collect::<Vec<_>>());
    all.remove(0)
}

/// What the app says below the first message of a post.
async fn below(world: &World, post: &Post) -> Vec<Message> {
    let mut all = world.all_under(post.id()).await;
    all.retain(|one| one.by_app && !one.private && one.thread.is_some());
    all
}

/// Lets North's first referral be worth a word, and gives it one.
async fn cheers(world: &World, text: &str) {
    world.clock_at("2027-03-02T10:00:00Z").await;
    lets_them_cheer(world, "North", "Yes").await;
    refer_and_approve(world, "North", "acme.example").await;
    world.settle().await;
    drafts(world, &[("Text", text), ("Where", "Community channel"), ("When", "Now")]).await;
    world.person(MANAGER).presses_in_modal("Post now").await;
}

async fn changes(world: &World, button: &str, fields: &[(&str, &str)]) {
    let done = told(world, "Posted in").await;
    let manager = world.person(MANAGER);
    manager.presses_on(button, &done[0]).await;
    manager.submits(fields).await;
    manager.closes().await;
}

#[tokio::test]
async fn a_shout_out_is_a_post_that_is_put_right_and_taken_away_where_it_stands() {
    on_discord(async |world| {
        let forum = linked(world).await;
        let tags = json!([{ "name": "Staff", "moderated": true }, { "name": "Partners" }]);
        world.change(json!({ "tags": { "channel": forum, "tags": tags, "required": true } })).await;
        let own = "Well done, North Partner: a first one!";
        // The answer to the call that makes it is lost.
        world.fault(POST, 1, json!({ "drop_reply": true })).await;
        cheers(world, own).await;
        world.settle().await;
        let stands = post(world, &forum).await;
        assert_eq!(
            (stands.name(), stands.first.text.as_str()),
            ("Shout-out to North Partner", own)
        );
        assert_eq!(stands.of["tags"], json!(["Partners"]), "the first that everybody may give");
        let channel = world.all_in("partners").await;
        let there = channel.iter().filter(|one| one.text == own && one.by_app);
        assert_eq!(there.count(), 1, "a text channel reads a message");

        // It has closed itself, and is opened to be put right.
        world.change(json!({ "archive": stands.id() })).await;
        let better = "Well done, North Partner: a first referral!";
        let fields = [("Text", better), ("Reason", "A word was missing")];
        changes(world, "Correct text", &fields).await;
        world.settle().await;
        let stands = post(world, &forum).await;
        assert_eq!(stands.first.text, better);
        assert_eq!(
            (stands.name(), &stands.of["archived"]),
            ("Shout-out to North Partner", &json!(false))
        );

        // Without the right to manage threads its words go, and its name.
        changes(world, "Delete post", &[("Reason", "The partner asked for it")]).await;
        world.settle().await;
        let stands = post(world, &forum).await;
        assert!(stands.first.deleted, "{:?}", stands.first);
        assert_eq!((stands.name(), &stands.of["archived"]), ("\u{2013}", &json!(true)));
    })
    .await;
}

#[tokio::test]
async fn a_board_is_a_post_once_and_its_correction_stands_in_it() {
    on_discord(async |world| {
        let forum = linked(world).await;
        let won = march(world, "Coast").await;
        at(world, "2027-04-01T09:10:00Z").await;
        let shown = previews(world).await;
        // Discord makes the post and does not say so, nor afterwards what is there; then the bot ends.
        world.fault(POST, 1, json!({ "drop_reply": true })).await;
        world.fault(ACTIVE, 20, json!({ "drop_reply": true })).await;
        world.person(MANAGER).presses_on("Send it", &shown[0]).await;
        let there = async || (posts(world, &forum).await.len() == 1).then_some(());
        in_the_end("the post is there", there).await;
        world.restart().await;
        world.clear_faults().await;
        world.settle().await;
        let stands = post(world, &forum).await;
        assert_eq!(stands.name(), "Approved referrals · March 2027");
        let text = &stands.first.text;
        assert!(text.contains("1 North Partner 3") && text.contains("Q1 2027"), "{text}");

        let member = world.person("South member");
        let rank = member.presses_on("Show my rank", &stands.first).await;
        assert!(rank.screen.words.contains("You share 2nd place, with 2."), "{rank:?}");

        world.change(json!({ "archive": stands.id() })).await;
        world.person("Sales 1").wins(&won).await;
        let record = [("Refund or cancellation", "Paid back in full")];
        world.person(IN_CHARGE).fills_in("Record reversal", &won, &record).await;
        at(world, "2027-04-02T09:10:00Z").await;
        at(world, "2027-04-03T09:10:00Z").await;
        let notes = below(world, &stands).await;
        assert_eq!(notes.len(), 1, "{notes:?}");
        assert!(notes[0].text.contains("Correction to March 2027"), "{notes:?}");
        assert_eq!(&post(world, &forum).await.first.text, text, "it stays as it was posted");
    })
    .await;
}

/// What somebody in charge was told, with this in it.
async fn hears(world: &World, words: &str) {
    let what = format!("{IN_CHARGE} hears: {words}");
    let told = async || world.heard(IN_CHARGE).await.contains(words).then_some(());
    in_the_end(&what, told).await;
}

#[tokio::test]
async fn what_stands_in_the_way_of_a_post_is_told_and_the_forum_goes_on() {
    apart_on_discord("", async |world| {
        let forum = linked(world).await;
        let facts = world.get("world").await;
        let bot = facts["discord"]["bot_user_id"].clone();
        let may = async |allow: u64, deny: u64| {
            let own = json!({ "channel": forum, "id": bot, "allow": allow, "deny": deny });
            world.change(json!({ "overwrite": own })).await;
        };
        may(VIEW, SEND).await;
        let own = "Well done, North Partner: a first one!";
        cheers(world, own).await;
        hears(world, "Vouch cannot post in #wins: Vouch lacks a right there, code 50013.").await;
        let found = ailing(&checks(world.bot_command()).await);
        let said = |words: &str| found.iter().any(|(_, _, said)| said.contains(words));
        assert!(said("In #wins the bot does not have: Create Posts, Manage Threads."), "{found:?}");
        assert!(posts(world, &forum).await.is_empty());

        // It goes out when the right is there, for Discord tells of that.
        may(VIEW | SEND, 0).await;
        let there = async || (posts(world, &forum).await.len() == 1).then_some(());
        in_the_end("the post is there", there).await;
        world.settle().await;
        let stands = post(world, &forum).await;
        assert_eq!(stands.first.text, own);

        // Somebody closes it and locks it: what was to be changed in it is told, and nothing else waits.
        world.change(json!({ "archive": stands.id() })).await;
        world.change(json!({ "lock": stands.id() })).await;
        let better = "Well done, North Partner: a first referral!";
        let fields = [("Text", better), ("Reason", "A word was missing")];
        changes(world, "Correct text", &fields).await;
        hears(world, "was set aside: its platform says 160005.").await;
        assert_eq!(post(world, &forum).await.first.text, own);

        // Once the bot may manage threads, a post goes as a whole; what a moderator has taken away
        // stays away.
        may(VIEW | SEND | MANAGE_THREADS, 0).await;
        world.change(json!({ "delete": stands.id() })).await;
        changes(world, "Delete post", &[("Reason", "The partner asked for it")]).await;
        world.settle().await;
        assert!(posts(world, &forum).await.is_empty());
        let found = ailing(&checks(world.bot_command()).await);
        assert!(!found.iter().any(|(_, _, said)| said.contains("#wins")), "{found:?}");
    })
    .await;
}
