//! Channels set up by chat: asked about, linked, confirmed, unlinked. Who else is there is in
//! [`company`], what becomes of them in [`news`].

mod company;
mod news;

use serde_json::json;

use crate::world::{Answer, Message, Person, World, from_nothing};

/// People and partners, and not one channel.
pub const SETUP: &str = r#"
[vendor]
workspace = "T0VENDOR001"
[[partner]]
code = "NOR"
name = "North Partner"
[[partner]]
code = "SOU"
name = "South Partner"
[[person]]
id = "slack:T0VENDOR001:U0ADMIN0001"
name = "Admin"
roles = ["admin"]
[[person]]
id = "slack:T0VENDOR001:U0MANAGER01"
name = "Partner manager"
roles = ["partner_manager"]
[[person]]
id = "slack:T0VENDOR001:U0SALES0001"
name = "Sales 1"
roles = ["sales"]
"#;

const FORGED: &str = "This button does not work here. Nothing happened.";

/// Somebody brings the app into a channel.
pub async fn adds(world: &World, by: &str, channel: &str) {
    let by = world.person(by).id().to_owned();
    world.change(json!({ "add_bot": { "channel": world.channel(channel), "by": by } })).await;
    world.settle().await;
}

/// The newest private word with this text in it, in a channel or alone.
pub async fn word(person: &Person<'_>, channel: &str, text: &str) -> Message {
    let mut all = person.reads(channel).await;
    all.retain(|one| one.private);
    all.extend(person.direct_messages().await);
    let found = all.into_iter().rev().find(|one| one.text.contains(text));
    found.unwrap_or_else(|| panic!("{} was not told: {text}", person.name()))
}

pub async fn words(person: &Person<'_>, channel: &str, text: &str) -> usize {
    let seen = person.reads(channel).await.into_iter().filter(|one| one.private);
    let alone = person.direct_messages().await;
    seen.chain(alone).filter(|one| one.text.contains(text)).count()
}

/// The partner manager brings the app into a partner's channel and links it.
pub async fn linked(world: &World, channel: &str, code: &str) -> Answer {
    adds(world, "Partner manager", channel).await;
    let manager = world.person("Partner manager");
    let question = word(&manager, channel, "What is #").await;
    let form = manager.presses_on("Link to one partner", &question).await;
    assert_eq!(form.screen.title, "Link a channel", "{form:?}");
    let sent = manager.submits(&[("Partner", code)]).await;
    world.settle().await;
    sent
}

/// And confirms that its company is the partner.
pub async fn confirmed(world: &World, channel: &str, company: &str) {
    let manager = world.person("Partner manager");
    let form = manager.presses_in_modal("Confirm the company").await;
    assert_eq!(form.screen.title, "Confirm company", "{form:?}");
    let sent = manager.submits(&[("Company", company)]).await;
    assert!(sent.screen.words.contains("Its full members join"), "{channel}: {sent:?}");
    world.settle().await;
}

/// The people of a company, by its workspace, come into a channel.
pub async fn joins(world: &World, team: &str, channel: &str) {
    let share = json!({ "channel": world.channel(channel), "team": team });
    world.change(json!({ "share": share })).await;
    world.settle().await;
}

/// And are gone again.
pub async fn leaves(world: &World, team: &str, channel: &str) {
    let disconnect = json!({ "channel": world.channel(channel), "team": team });
    world.change(json!({ "disconnect": disconnect })).await;
    world.settle().await;
}

async fn sales_desk(world: &World) {
    adds(world, "Partner manager", "sales-desk").await;
    world.person("Partner manager").presses_in("sales-desk", "Use for internal sales").await;
    world.settle().await;
}

fn cards(all: &[Message]) -> usize {
    let roots = all.iter().filter(|one| one.by_app && one.thread.is_none() && !one.private);
    roots.filter(|one| one.text.contains(" · ") && !one.pinned).count()
}

#[tokio::test]
async fn from_nothing_to_an_approved_referral_by_chat_alone() {
    from_nothing(SETUP, async |world| {
        sales_desk(world).await;
        let manager = world.person("Partner manager");
        let told =
            word(&manager, "sales-desk", "#sales-desk is linked: it is for internal sales").await;
        assert!(told.private);
        let linked = linked(world, "north-partner", "NOR").await;
        let said = &linked.screen.words;
        assert!(
            said.contains("#north-partner is linked to North Partner; the intro is pinned."),
            "{said}"
        );
        assert!(
            said.contains("The people of North Partner in #north-partner are not confirmed"),
            "{said}"
        );
        confirmed(world, "north-partner", "North Partner").await;
        let intros = world.all_in("north-partner").await;
        assert_eq!(intros.iter().filter(|one| one.pinned).count(), 1);

        let newcomer = world.person("Partner member");
        let referral = newcomer.refers("acme.example").await;
        assert_eq!(referral.number, "NOR-1");
        word(&manager, "north-partner", "pressed first in #north-partner and is now linked").await;
        world.person("Sales 1").approves(&referral).await;
        let card = newcomer.card(&referral).await.text;
        assert!(card.contains("Sales 1 takes it from here."), "{card}");
    })
    .await;
}

#[tokio::test]
async fn until_somebody_says_what_a_channel_is_for_it_says_only_that() {
    from_nothing(SETUP, async |world| {
        adds(world, "Partner manager", "north-partner").await;
        assert_eq!(cards(&world.all_in("north-partner").await), 0);
        let south = world.person("Sales 1");
        south.types("north-partner", "/refer acme.example").await;
        south.types("north-partner", "what now, @Vouch?").await;
        world.settle().await;
        let heard = world.heard("Sales 1").await;
        let sentence =
            "#north-partner is not set up yet. An admin or partner manager says what it is for.";
        assert_eq!(heard.matches(sentence).count(), 2, "{heard}");
    })
    .await;
}

#[tokio::test]
async fn the_question_comes_once_more_after_two_days_and_then_never() {
    from_nothing(SETUP, async |world| {
        adds(world, "Partner manager", "north-partner").await;
        world.delivers_again("member_joined_channel").await;
        world.settle().await;
        let manager = world.person("Partner manager");
        let asked = async || words(&manager, "north-partner", "What is #north-partner for?").await;
        assert_eq!(asked().await, 1);
        world.clock_on("47h").await;
        world.settle().await;
        assert_eq!(asked().await, 1);
        world.clock_on("2h").await;
        world.settle().await;
        assert_eq!(asked().await, 2);
        world.restart().await;
        world.clock_on("30d").await;
        world.settle().await;
        assert_eq!(asked().await, 2);
        let alone = manager.direct_messages().await.pop().unwrap();
        manager.presses_on("Use for community", &alone).await;
        world.settle().await;
        let said = word(&manager, "north-partner", "it is for the community").await.text;
        assert!(said.starts_with("#north-partner is linked"), "{said}");
    })
    .await;
}

#[tokio::test]
async fn whoever_adds_the_app_from_outside_the_channel_is_asked_alone() {
    from_nothing(SETUP, async |world| {
        adds(world, "Admin", "north-partner").await;
        let admin = world.person("Admin");
        let alone = admin.direct_messages().await;
        assert_eq!(
            alone.iter().filter(|one| one.text.contains("What is #north-partner for?")).count(),
            1
        );
    })
    .await;
}

#[tokio::test]
async fn a_partners_person_who_adds_the_app_is_not_asked_but_somebody_in_charge_is() {
    from_nothing(SETUP, async |world| {
        adds(world, "Partner member", "north-partner").await;
        assert!(!world.heard("Partner member").await.contains("What is"));
        let manager = world.person("Partner manager").direct_messages().await;
        assert!(manager.iter().any(|one| one.text.contains("What is #north-partner for?")));
    })
    .await;
}

#[tokio::test]
async fn only_an_admin_or_partner_manager_says_what_a_channel_is_for() {
    from_nothing(SETUP, async |world| {
        adds(world, "Sales 1", "north-partner").await;
        let sales = world.person("Sales 1");
        let question = word(&sales, "north-partner", "What is #north-partner for?").await;
        let only = "Only an admin or a partner manager can say what a channel is for.";
        #[rustfmt::skip]
        let table = [
            ("Sales 1",        only),
            ("Colleague",      only),
            ("Partner member", FORGED),
            ("South admin",    ""),
        ];
        for (name, sentence) in table {
            let person = world.person(name);
            for label in question.buttons.clone() {
                let pressed = person.presses_old(&label, &question).await;
                assert!(!pressed.screen.open(), "{name} {label}: {pressed:?}");
            }
            world.settle().await;
            let heard = world.heard(name).await;
            assert!(heard.contains(sentence), "{name} heard: {heard}");
        }
        sales.types("north-partner", "/vouch link").await;
        sales.types("north-partner", "/vouch unlink").await;
        world.settle().await;
        assert!(!sales.screen().await.open());
        assert_eq!(words(&world.person("Sales 1"), "north-partner", only).await, 6);
        let manager = world.person("Partner manager");
        let form = manager.types("north-partner", "/vouch link").await;
        assert!(form.screen.open(), "still nobody has set it up: {form:?}");
    })
    .await;
}

#[tokio::test]
async fn while_nobody_is_in_charge_the_way_to_the_first_admin_is_told() {
    from_nothing("[vendor]\nworkspace = \"T0VENDOR001\"\n", async |world| {
        adds(world, "Sales 1", "sales-desk").await;
        let sales = world.person("Sales 1");
        sales.presses_in("sales-desk", "Use for internal sales").await;
        world.settle().await;
        let heard = world.heard("Sales 1").await;
        assert!(heard.contains("a code that makes the first admin"), "{heard}");
    })
    .await;
}

#[tokio::test]
async fn linking_again_is_previewed_and_drawn_from_then_on_as_the_new_partner() {
    from_nothing(SETUP, async |world| {
        sales_desk(world).await;
        linked(world, "north-partner", "NOR").await;
        confirmed(world, "north-partner", "North Partner").await;
        let referral = world.person("Partner member").refers("acme.example").await;
        let manager = world.person("Partner manager");
        manager.types("north-partner", "/vouch link").await;
        let same = manager.submits(&[]).await;
        assert!(same.screen.words.contains("is linked to that already."), "{same:?}");

        manager.types("north-partner", "/vouch link").await;
        let preview = manager.submits(&[("Partner", "SOU")]).await.screen;
        let words = &preview.words;
        assert!(
            words.contains("is for North Partner now. After this it is for South Partner."),
            "{words}"
        );
        assert!(words.contains("are not drawn again"), "{words}");
        let before = world.calls("chat.update").await.len();
        let done = manager.submits(&[]).await;
        world.settle().await;
        assert!(done.screen.words.contains("is linked to South Partner"), "{done:?}");
        world.person("Sales 1").approves(&referral).await;
        let card = world.person("Sales 2").card_in("north-partner", &referral).await.text;
        assert!(card.contains("Submitted"), "another partner's card is drawn no more: {card}");
        // The intro, and sales' own card.
        assert_eq!(world.calls("chat.update").await.len(), before + 2);
    })
    .await;
}

#[tokio::test]
async fn nothing_is_unlinked_but_what_the_preview_showed() {
    from_nothing(SETUP, async |world| {
        sales_desk(world).await;
        linked(world, "north-partner", "NOR").await;
        let (manager, admin) = (world.person("Partner manager"), world.person("Admin"));
        let channel = world.channel("north-partner");
        world.change(json!({ "invite": { "channel": channel, "user": admin.id() } })).await;
        world.settle().await;
        manager.types("north-partner", "/vouch unlink").await;
        admin.types("north-partner", "/vouch link").await;
        admin.submits(&[("Partner", "SOU")]).await;
        let changed = admin.submits(&[]).await;
        assert!(changed.screen.words.contains("is linked to South Partner"), "{changed:?}");
        world.settle().await;
        let late = manager.submits(&[]).await;
        assert!(late.screen.words.contains("Somebody changed this channel"), "{late:?}");
        let listed = world.command(&["setup", "export", "-"]).await;
        let listed = String::from_utf8(listed.stdout).unwrap();
        assert!(listed.contains("partner = \"SOU\""), "{listed}");
    })
    .await;
}

#[tokio::test]
async fn of_two_who_link_at_once_the_second_sees_that_it_changed() {
    from_nothing(SETUP, async |world| {
        adds(world, "Partner manager", "sales-desk").await;
        let (manager, admin) = (world.person("Partner manager"), world.person("Admin"));
        manager.types("sales-desk", "/vouch link").await;
        admin.types("sales-desk", "/vouch link").await;
        let first = manager.submits(&[("Channel is for", "Internal sales")]).await;
        assert!(first.screen.words.contains("it is for internal sales now"), "{first:?}");
        let second = admin.submits(&[("Channel is for", "Community")]).await.screen;
        assert!(second.words.contains("is for internal sales now."), "a preview: {second:?}");
        manager.types("sales-desk", "/vouch unlink").await;
        let preview = manager.screen().await.words;
        assert!(preview.contains("After this it is not set up."), "{preview}");
        let gone = manager.submits(&[]).await.screen.words;
        assert!(gone.contains("#sales-desk is not linked any more."), "{gone}");
        let late = admin.submits_view(&second.view, &[]).await.screen.words;
        assert!(late.contains("it is for the community now"), "it was open again: {late}");
    })
    .await;
}
