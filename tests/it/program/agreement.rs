//! What partners agree to: asked for in their channels, accepted by who speaks for them, and missing
//! before the next referral until then.

use super::{programme, said};
use crate::channels::{SETUP, confirmed, linked};
use crate::world::{Message, World, everywhere, from_nothing};

const NORTH: &str = "north-partner";
const SOUTH: &str = "south-partner";
const ACCEPT: &str = "Accept the agreement";
const ASK: &str = "Ask a question";
const MANAGER: &str = "Partner manager";

/// The built-in programme with this version of an agreement.
fn with_agreement(version: &str, sha256: char) -> String {
    let sha256 = sha256.to_string().repeat(64);
    let section = format!(
        "[agreement]\nversion = \"{version}\"\ndate = 2027-03-01\n\
         summary = [\"Your introductions stay yours.\"]\n\
         link = \"https://vendor.example/agreement-{version}.pdf\"\nsha256 = \"{sha256}\"\n"
    );
    programme(90, 2) + &section
}

/// The messages of a channel that ask for this version, or say who accepted it.
async fn asked(world: &World, channel: &str, version: &str) -> Vec<Message> {
    let head = format!("Agreement version {version}, ");
    let mut all = world.all_in(channel).await;
    all.retain(|one| one.by_app && !one.private && one.text.starts_with(&head));
    all
}

async fn the_one(world: &World, channel: &str, version: &str) -> Message {
    let mut all = asked(world, channel, version).await;
    assert_eq!(all.len(), 1, "{channel}: {all:?}");
    all.remove(0)
}

/// What somebody is told alone once they have pressed.
async fn hears(world: &World, who: &str, label: &str, on: &Message, channel: &str) -> String {
    let person = world.person(who);
    person.presses_on(label, on).await;
    world.settle().await;
    person.last_whisper_in(channel).await.text
}

#[tokio::test]
async fn a_channel_is_asked_once_its_company_is_confirmed() {
    from_nothing(SETUP, async |world| {
        world.comes_into_force(&with_agreement("1", 'a')).await;
        linked(world, NORTH, "NOR").await;
        assert!(asked(world, NORTH, "1").await.is_empty(), "others read there");
        confirmed(world, NORTH, "North Partner").await;
        assert_eq!(the_one(world, NORTH, "1").await.buttons[0], ACCEPT);
    })
    .await;
}

#[tokio::test]
async fn nothing_new_is_registered_until_who_speaks_for_the_partner_has_said_yes() {
    everywhere(async |world| {
        let member = world.person("Partner member");
        let open = member.refers("acme.example").await;
        let form = member.opens_the_form().await;
        assert!(form.screen.open(), "{form:?}");
        world.comes_into_force(&with_agreement("1", 'a')).await;
        world.settle().await;

        // A form that was open before is refused, and keeps what was typed; so does no other open.
        let late =
            member.submits(&crate::world::filled(&[("Company website", "birch.example")])).await;
        let words = format!("{late:?}");
        assert!(
            words.contains("agreement version 1 needs a yes from your partner admin"),
            "{words}"
        );
        member.closes().await;
        let card = the_one(world, NORTH, "1").await;
        assert!(card.text.contains("Your introductions stay yours."), "{}", card.text);
        assert!(card.text.contains("Your yes counts for North Partner"), "{}", card.text);
        assert_eq!(card.buttons, [ACCEPT, ASK]);
        let intro = world.intro(NORTH).await;
        let told = hears(world, "Partner member", "Refer a customer", &intro, NORTH).await;
        assert!(told.starts_with("Before the next referral, agreement version 1 needs"), "{told}");
        let before = world.referrals().await;
        assert_eq!(before.len(), 1, "what was sent before goes on: {before:?}");
        world.person("Sales 1").approves(&open).await;

        // A member reads it and cannot accept it.
        let told = hears(world, "Partner member", ACCEPT, &card, NORTH).await;
        assert!(told.contains("A partner admin of yours decides that."), "{told}");
        assert_eq!(the_one(world, NORTH, "1").await.buttons, [ACCEPT, ASK]);
        let south = world.person("South admin");
        south
            .presses_made_up(
                "agreement:accept",
                "v1:agreement:accept:aaaaaaaaaaaa-9:0",
                &world.intro(SOUTH).await,
            )
            .await;

        let told = hears(world, "North admin", ACCEPT, &card, NORTH).await;
        assert!(told.contains("Thank you, that is recorded."), "{told}");
        world.restart().await;
        world.person("North admin").presses_on(ACCEPT, &card).await;
        world.settle().await;
        let card = the_one(world, NORTH, "1").await;
        assert!(card.text.contains("Accepted by North admin, "), "{}", card.text);
        assert!(card.text.contains("fingerprint aaaaaaaaaaaaaaaaaaaaaaaa."), "{}", card.text);
        assert!(card.buttons.is_empty(), "{card:?}");
        let accepted = "select stream, kind from event where kind = 'agreement_accepted'";
        assert_eq!(
            world.database.pairs(accepted).await.len(),
            1,
            "once, however often it is pressed"
        );
        assert_eq!(member.refers("cedar.example").await.number, "NOR-2");
        // One partner's yes is nobody else's.
        assert_eq!(the_one(world, SOUTH, "1").await.buttons, [ACCEPT, ASK]);

        // Another version asks again; the button of the first one accepts nothing more.
        world.comes_into_force(&with_agreement("2", 'b')).await;
        world.settle().await;
        assert_eq!(the_one(world, NORTH, "2").await.buttons, [ACCEPT, ASK]);
        let old = the_one(world, SOUTH, "1").await;
        let told = hears(world, "South admin", ACCEPT, &old, SOUTH).await;
        assert!(told.starts_with("Agreement version 2, "), "{told}");
        assert_eq!(world.database.pairs(accepted).await.len(), 1);
        let told = hears(world, "Partner member", "Refer a customer", &intro, NORTH).await;
        assert!(told.contains("agreement version 2"), "{told}");
    })
    .await;
}

#[tokio::test]
async fn a_channel_that_becomes_a_partners_is_asked_and_everybody_can_read_what_is_agreed() {
    everywhere(async |world| {
        world.comes_into_force(&with_agreement("1", 'a')).await;
        world.settle().await;
        let member = world.person("South member");
        let help = member.asks_for_help(SOUTH).await;
        let told = hears(world, "South member", "Read the agreement", &help, SOUTH).await;
        assert!(told.contains("Who speaks for your company says yes to it."), "{told}");
        assert!(!told.contains(ACCEPT), "{told}");
        // Who registers for the partner reads it as well, and cannot say yes in its place.
        let sales = world.person("Sales 1");
        let card = the_one(world, SOUTH, "1").await;
        sales.presses_on(ACCEPT, &card).await;
        world.settle().await;
        assert_eq!(the_one(world, SOUTH, "1").await.buttons, [ACCEPT, ASK]);
        let wrong = with_agreement("1", 'a').replace("https://", "javascript://");
        world.writes("wrong.toml", &wrong);
        let checked = world.command(&["program", "check", "wrong.toml"]).await;
        assert!(!checked.status.success());
        assert!(
            said(&checked).contains("is no address that partners can open."),
            "{}",
            said(&checked)
        );
        let diff = with_agreement("2", 'b');
        world.writes("one.toml", &with_agreement("1", 'a'));
        world.writes("two.toml", &diff);
        let diff = world.command(&["program", "diff", "one.toml", "two.toml"]).await;
        let printed = String::from_utf8(diff.stdout).unwrap();
        let sentence = "Partners: agreement version 2 has to be accepted before the next referral.";
        assert!(printed.contains(sentence), "{printed}");
    })
    .await;
}

/// What the manager was told directly of such questions.
async fn told(world: &World) -> Vec<Message> {
    let mut all = world.person(MANAGER).direct_messages().await;
    all.retain(|one| one.text.contains("has a question about the agreement."));
    all
}

#[tokio::test]
async fn whoever_has_a_question_about_the_agreement_asks_it_beside_the_yes() {
    everywhere(async |world| {
        world.comes_into_force(&with_agreement("1", 'a')).await;
        world.settle().await;
        // The partner has no list of first steps.
        let card = the_one(world, NORTH, "1").await;
        let member = world.person("Partner member");
        let opened = member.presses_on(ASK, &card).await;
        assert_eq!(opened.screen.title, ASK, "{opened:?}");
        assert!(opened.screen.words.contains("reads this and answers you."), "{opened:?}");
        world.deliveries_come(2).await;
        let sent = member.submits(&[("Question", "Who may end it?")]).await;
        world.settle().await;
        let thanks = "has your question now and answers you.";
        assert!(sent.screen.words.contains(thanks), "{sent:?}");
        world.deliveries_come(1).await;
        member.closes().await;
        let asked = told(world).await;
        assert_eq!(asked.len(), 1, "{asked:?}");
        for line in [
            "North Partner has a question about the agreement. Partner member wrote this.",
            "Who may end it?",
            "Answer Partner member in ",
        ] {
            assert!(asked[0].text.contains(line), "{line} is not in {}", asked[0].text);
        }
        let help = "select stream, kind from event where kind = 'help_asked'";
        assert_eq!(world.database.pairs(help).await.len(), 1);
        assert_eq!(the_one(world, NORTH, "1").await.buttons, [ACCEPT, ASK], "it is no yes");

        // It is theirs alone.
        let sales = world.person("Sales 1");
        assert!(!sales.presses_on(ASK, &card).await.screen.open());
        let south = world.person("South member");
        let forged = south.presses_made_up("agreement:ask", "v1:agreement:ask::0", &card).await;
        assert!(!forged.screen.open(), "{forged:?}");
        world.settle().await;
        assert_eq!(told(world).await.len(), 1);

        // Who has said yes has no more to ask there.
        world.person("North admin").presses_on(ACCEPT, &card).await;
        world.settle().await;
        assert!(the_one(world, NORTH, "1").await.buttons.is_empty());
    })
    .await;
}
