//! The whole story, chapter by chapter: a referral's life from every side, the lists, people,
//! partners and channels set up, and every kind of delivery that a run has.

use futures_util::future::{LocalBoxFuture, join_all};
use serde_json::json;

use crate::channels::adds;
use crate::members::{asks, with_button};
use crate::world::{Person, Referral, World, filled};

type Chapter = fn(&World) -> LocalBoxFuture<'_, ()>;
type Fields<'a> = &'a [(&'a str, &'a str)];

/// In their order: each begins at its own time, so that what is shown of times is the same however
/// long the one before took.
const CHAPTERS: [(&str, Chapter); 12] = [
    ("2027-03-01T10:00:00Z", |world| Box::pin(two_partners_register(world))),
    ("2027-03-01T10:30:00Z", |world| Box::pin(questions_are_answered(world))),
    ("2027-03-01T11:00:00Z", |world| Box::pin(one_is_won_and_reversed(world))),
    ("2027-03-01T11:30:00Z", |world| Box::pin(one_is_rejected_and_referred_again(world))),
    ("2027-03-01T12:00:00Z", |world| Box::pin(one_is_taken_back_and_lost_and_reopened(world))),
    ("2027-03-01T12:30:00Z", |world| Box::pin(two_meet_on_one_account(world))),
    ("2027-03-01T13:00:00Z", |world| Box::pin(people_look(world))),
    ("2027-03-01T13:30:00Z", |world| Box::pin(people_are_set_up(world))),
    ("2027-03-01T14:00:00Z", |world| Box::pin(partners_are_set_up(world))),
    ("2027-03-01T14:30:00Z", |world| Box::pin(channels_are_set_up(world))),
    ("2027-03-01T15:00:00Z", |world| Box::pin(channels_come_and_go(world))),
    ("2027-03-02T09:30:00Z", |world| Box::pin(time_passes(world))),
];

const DESK: &str = "sales-desk";

/// Tells it; `after_each` happens between two chapters and at the end.
pub async fn tell(world: &World, mut after_each: impl AsyncFnMut(usize)) {
    for (number, (time, chapter)) in CHAPTERS.iter().enumerate() {
        world.clock_at(time).await;
        chapter(world).await;
        world.settle().await;
        after_each(number).await;
    }
}

/// A form that is open in front of somebody, filled in and sent; it closes or says what became of
/// it, and is closed.
async fn sends(who: &Person<'_>, world: &World, fields: Fields<'_>) {
    assert!(who.screen().await.open(), "{} has no form in front of them", who.name());
    let sent = who.submits(fields).await;
    assert!(sent.ok && sent.screen.errors.is_empty(), "{}: {sent:?}", who.name());
    world.settle().await;
    while who.screen().await.open() {
        who.closes().await;
    }
    world.settle().await;
}

/// Presses a button of a referral's card, and sends the form behind it.
async fn does(
    who: &Person<'_>,
    world: &World,
    label: &str,
    referral: &Referral,
    fields: Fields<'_>,
) {
    let opened = who.presses(label, referral).await;
    assert!(opened.ok && opened.screen.open(), "{}, {label}: {opened:?}", who.name());
    sends(who, world, fields).await;
}

/// Types a command, and sends the form behind it.
async fn orders(who: &Person<'_>, world: &World, channel: &str, text: &str, fields: Fields<'_>) {
    let opened = who.types(channel, text).await;
    assert!(opened.ok && opened.screen.open(), "{}, {text}: {opened:?}", who.name());
    sends(who, world, fields).await;
}

/// The referral with this number, wherever a chapter needs it.
fn numbered(number: &str, channel: &str) -> Referral {
    let (number, channel) = (number.to_owned(), channel.to_owned());
    Referral { number, channel, receipt: Default::default() }
}

async fn refers(who: &Person<'_>, website: &str, company: &str) -> Referral {
    let own = [("Company website", website), ("Company name", company)];
    let referral = who.refers_with(&own).await;
    who.closes().await;
    referral
}

async fn two_partners_register(world: &World) {
    let member = world.person("Partner member");
    member.opens_the_form().await;
    let wrong = member.submits(&filled(&[("Company website", "nothing like it")])).await;
    assert!(!wrong.error_at("Company website").is_empty(), "{wrong:?}");
    let sent = member.submits(&[("Company website", "acme.example")]).await;
    assert_eq!(member.receipt(sent).number, "NOR-1");
    world.settle().await;
    member.presses_in_modal("My referrals").await;
    member.closes().await;
    member.opens_the_form().await;
    member.closes().await;
    let south = world.person("South member");
    let company = [("Company name", "Birch & Sons")];
    orders(&south, world, "south-partner", "/refer birch.example", &filled(&company)[1..]).await;
}

async fn questions_are_answered(world: &World) {
    let (member, sales) = (world.person("Partner member"), world.person("Sales 1"));
    let referral = numbered("NOR-1", "north-partner");
    does(&sales, world, "Ask", &referral, &[("Question", "Who decides there?")]).await;
    does(&member, world, "Answer", &referral, &[("Answer", "Jo does.")]).await;
    does(&sales, world, "Ask", &referral, &[("Question", "By when do they need it?")]).await;
    let card = member.card(&referral).await;
    member.replies(&card, "@Vouch By spring").await;
    member.replies(&card, "@Vouch Or by summer").await;
}

async fn one_is_won_and_reversed(world: &World) {
    let sales = world.person("Sales 1");
    let referral = numbered("NOR-1", "north-partner");
    does(&sales, world, "Approve", &referral, &[]).await;
    let late = world.person("Sales 2");
    late.presses("Undo", &referral).await;
    world.settle().await;
    does(&sales, world, "Change owner", &referral, &[("Owner", "Sales 2")]).await;
    let meeting = [("Stage", "Meeting"), ("Next step", "Call on Tuesday")];
    does(&sales, world, "Move stage", &referral, &meeting).await;
    let won = [("Stage", "Won"), ("Amount", "12500"), ("Currency", "EUR")];
    does(&late, world, "Move stage", &referral, &won).await;
    let manager = world.person("Partner manager");
    let back = [("Refund or cancellation", "Paid back in full")];
    does(&manager, world, "Record reversal", &referral, &back).await;
}

async fn one_is_rejected_and_referred_again(world: &World) {
    let (member, sales) = (world.person("Partner member"), world.person("Sales 1"));
    let referral = refers(&member, "cedar.example", "Cedar").await;
    let old = sales.card(&referral).await;
    let no = [("Reason", "Too early"), ("Text for the partner", "A year too soon.")];
    does(&sales, world, "Reject", &referral, &no).await;
    world.person("Sales 2").presses_old("Approve", &old).await;
    world.settle().await;
    member.presses("Refer again", &referral).await;
    sends(&member, world, &filled(&[])[2..]).await;
    let again = numbered("NOR-3", "north-partner");
    assert!(member.presses("Withdraw", &again).await.ok);
    world.settle().await;
}

async fn one_is_taken_back_and_lost_and_reopened(world: &World) {
    let (member, sales) = (world.person("Partner member"), world.person("Sales 1"));
    let referral = refers(&member, "dogwood.example", "Dogwood").await;
    does(&sales, world, "Approve", &referral, &[]).await;
    does(&sales, world, "Undo", &referral, &[("Reason", "The wrong card")]).await;
    let sales = world.person("Sales 2");
    does(&sales, world, "Approve", &referral, &[]).await;
    does(&sales, world, "Move stage", &referral, &[("Stage", "Lost"), ("Reason", "Timing")]).await;
    assert!(sales.presses("Reopen referral", &referral).await.ok);
    world.settle().await;
}

async fn two_meet_on_one_account(world: &World) {
    let (north, south) = (world.person("Partner member"), world.person("South member"));
    let first = refers(&north, "elm.example", "Elm").await;
    let second = refers(&south, "shop.elm.example", "Elm").await;
    assert!(south.presses_on("Withdraw", &south.card(&second).await).await.ok);
    world.settle().await;
    does(&world.person("Sales 2"), world, "Approve", &first, &[]).await;
}

async fn people_look(world: &World) {
    let (member, sales) = (world.person("Partner member"), world.person("Sales 1"));
    member.presses_in("north-partner", "My referrals").await;
    let list = member.last_whisper_in("north-partner").await;
    assert!(member.chooses("Choose what to show", "Closed", &list).await.ok);
    world.settle().await;
    let commands = [
        ("Sales 1", "/referrals"),
        ("Sales 2", "/vouch help"),
        ("Partner manager", "/vouch roles"),
        ("Sales resolver", "/vouch aprove NOR-1"),
    ];
    let at_once = commands.map(async |(who, text)| world.person(who).types(DESK, text).await);
    for answered in join_all(at_once).await {
        assert!(answered.ok, "{answered:?}");
    }
    sales.types("north-partner", "what now, @Vouch?").await;
    world.settle().await;
    sales.writes_to_the_app("hello").await;
}

async fn people_are_set_up(world: &World) {
    let (admin, manager) = (world.person("Admin"), world.person("Partner manager"));
    let finance = [("Person", "Colleague"), ("Role", "finance"), ("Change", "Give")];
    orders(&admin, world, DESK, "/vouch role", &finance).await;
    let boss = [("Person", "North member 2"), ("Change", "Make partner admin")];
    orders(&manager, world, DESK, "/vouch member", &boss).await;
    asks(world, "North guest").await;
    let asked = with_button(world, "Partner manager", "Link this person").await;
    manager.presses_on("Link this person", &asked).await;
    world.settle().await;
    let community = world.person("Community manager").id();
    world.change(json!({ "group": { "id": "S0SALESTEAM", "members": [community] } })).await;
    let group = [("Group", "Sales team"), ("Role", "Sales")];
    orders(&admin, world, DESK, "/vouch group", &group).await;
    world.change(json!({ "group": { "id": "S0SALESTEAM", "members": [] } })).await;
    world.clock_at("2027-03-01T13:45:00Z").await;
}

async fn partners_are_set_up(world: &World) {
    let manager = world.person("Partner manager");
    let new = [("Kind", "Reseller"), ("Website", "lake.example"), ("Manager", "Partner manager")];
    orders(&manager, world, DESK, "/vouch partner Lake Partner", &new).await;
    for (label, fields) in [
        ("Rename partner", Some([("Name", "Northern Lights")])),
        ("Suspend partner", Some([("Reason", "Papers are missing")])),
        ("Resume partner", None),
    ] {
        manager.types(DESK, "/vouch partner NOR").await;
        world.settle().await;
        manager.presses_in(DESK, label).await;
        match fields {
            Some(fields) => sends(&manager, world, &fields).await,
            None => world.settle().await,
        }
    }
}

async fn channels_are_set_up(world: &World) {
    let manager = world.person("Partner manager");
    adds(world, "Partner manager", "random").await;
    assert!(manager.presses_in("random", "Use for internal sales").await.ok);
    world.settle().await;
    orders(&manager, world, "random", "/vouch unlink", &[]).await;
    orders(&manager, world, "random", "/vouch link", &[("Channel is for", "Community")]).await;
    // Linking again is previewed first.
    manager.types("hill-partner", "/vouch link").await;
    let preview = manager.submits(&[("Partner", "LAP")]).await;
    assert!(preview.screen.open(), "{preview:?}");
    sends(&manager, world, &[]).await;
}

async fn channels_come_and_go(world: &World) {
    let by = world.person("Admin").id();
    let [coast, east, north] =
        ["coast-partner", "east-partner", "north-partner"].map(|name| world.channel(name));
    let auditor = world.person("Auditor").id();
    for change in [
        json!({ "share": { "channel": north, "team": "T0WEST00001" } }),
        json!({ "disconnect": { "channel": north, "team": "T0WEST00001" } }),
        json!({ "invite": { "channel": east, "user": auditor } }),
        json!({ "leave": { "channel": east, "user": auditor } }),
        json!({ "rename": { "channel": east, "name": "east-deals" } }),
        json!({ "deactivate": auditor }),
        json!({ "reactivate": auditor }),
        json!({ "archive": east }),
        json!({ "unarchive": east }),
        json!({ "remove_bot": east }),
        json!({ "add_bot": { "channel": east, "by": by } }),
        json!({ "renumber": { "channel": coast, "id": "C0COASTNEW1" } }),
    ] {
        world.change(change).await;
        world.settle().await;
    }
    // Which of its two events comes first is a matter of chance.
    world.holds(&["tokens_revoked"]).await;
    world.change(json!({ "uninstall": "T0SOUTH0001" })).await;
    world.settle().await;
    assert_eq!(world.releases().await, 1);
}

async fn time_passes(world: &World) {
    let (member, sales) = (world.person("Partner member"), world.person("Sales 1"));
    let referral = refers(&member, "fir.example", "Fir").await;
    does(&sales, world, "Ask", &referral, &[("Question", "Who decides there?")]).await;
    world.clock_at("2027-03-20T10:00:00Z").await;
}
