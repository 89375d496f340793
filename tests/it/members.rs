//! Who speaks for a partner: asking, linking, refusing, undoing; who was faster, and when.

use crate::world::{Message, Only, Wire, World, apart_without, filled, on_slack};

const ASK: &str = "Ask to be linked";

pub async fn asks(world: &World, name: &str) {
    let intro = world.intro("north-partner").await;
    let person = world.person(name);
    person.presses_old("Refer a customer", &intro).await;
    world.settle().await;
    // Whoever is not in the channel is told in a direct message.
    let mut told = person.reads("north-partner").await;
    told.extend(person.direct_messages().await);
    let ask = told.into_iter().rfind(|one| one.buttons.iter().any(|button| button == ASK));
    person.presses_on(ASK, &ask.expect("they may ask")).await;
    world.settle().await;
}

/// The newest direct message with this button.
pub async fn with_button(world: &World, name: &str, label: &str) -> Message {
    let all = world.person(name).direct_messages().await;
    let found = all.into_iter().rfind(|one| one.buttons.iter().any(|button| button == label));
    found.unwrap_or_else(|| panic!("{name} was sent no button {label}"))
}

#[tokio::test]
async fn a_guest_asks_and_whoever_looks_after_the_partner_links_them() {
    on_slack(Only::People, async |world| {
        asks(world, "North guest").await;
        let heard = world.heard("North guest").await;
        assert!(heard.contains("One press tells Partner manager."), "{heard}");
        let asked = "Partner manager was asked to link you to North Partner.";
        assert!(heard.contains(asked), "{heard}");
        let ask = with_button(world, "Partner manager", "Link this person").await;
        let who = "North guest, a guest of your own workspace, asks to be linked to North Partner.";
        assert!(ask.text.contains(who), "{}", ask.text);
        // A second press tells nobody again.
        world.person("North guest").presses_in("north-partner", ASK).await;
        world.settle().await;
        let heard = world.heard("North guest").await;
        assert!(heard.contains("was asked before to link you"), "{heard}");
        assert_eq!(world.person("Partner manager").direct_messages().await.len(), 1);
        world.person("Partner manager").presses_on("Link this person", &ask).await;
        world.settle().await;
        let heard = world.heard("North guest").await;
        assert!(heard.contains("You are linked to North Partner now."), "{heard}");
        let guest = world.person("North guest");
        let told = with_button(world, "North guest", "Refer a customer").await;
        let opened = guest.presses_on("Refer a customer", &told).await;
        assert!(opened.screen.open(), "{opened:?}");
        let sent = guest.submits(&filled(&[])).await;
        assert!(sent.screen.words.contains("Received: NOR-1."), "{sent:?}");
    })
    .await;
}

#[tokio::test]
async fn who_is_not_one_of_theirs_is_told_kindly_and_sees_nothing() {
    on_slack(Only::People, async |world| {
        asks(world, "Colleague").await;
        let ask = with_button(world, "Partner manager", "Not one of theirs").await;
        world.person("Partner manager").presses_on("Not one of theirs", &ask).await;
        world.settle().await;
        let heard = world.heard("Colleague").await;
        assert!(heard.contains("We could not link you to North Partner"), "{heard}");
        asks(world, "Colleague").await;
        let heard = world.heard("Colleague").await;
        assert!(heard.contains("Your contact there can clear it up with us."), "{heard}");
        let told = world.person("Partner manager").direct_messages().await;
        let asked = told.iter().filter(|one| one.text.contains("asks to be linked")).count();
        assert_eq!(asked, 1, "{told:?}");
        // A second manager, or the same one, presses the other button: who was faster, and when.
        world.person("Partner manager").presses_on("Link this person", &ask).await;
        world.settle().await;
        let heard = world.heard("Partner manager").await;
        assert!(heard.contains("Partner manager already decided at"), "{heard}");
        let intro = world.intro("north-partner").await;
        let again = world.person("Colleague").presses_old("Refer a customer", &intro).await;
        assert!(!again.screen.open(), "{again:?}");
    })
    .await;
}

#[tokio::test]
async fn of_two_managers_the_second_hears_who_was_faster() {
    on_slack(Only::People, async |world| {
        let admin = world.person("Admin");
        admin.types("sales-desk", "/vouch role").await;
        let fields = [("Person", "Sales 1"), ("Role", "partner manager"), ("Change", "Give")];
        admin.submits(&fields).await;
        world.settle().await;
        asks(world, "North guest").await;
        let first = with_button(world, "Partner manager", "Link this person").await;
        let second = with_button(world, "Sales 1", "Not one of theirs").await;
        let (manager, other) = (world.person("Partner manager"), world.person("Sales 1"));
        tokio::join!(
            manager.presses_on("Link this person", &first),
            other.presses_on("Not one of theirs", &second)
        );
        world.settle().await;
        let heard = world.heard("Partner manager").await + &world.heard("Sales 1").await;
        let linked = heard.contains("is linked to North Partner now");
        let refused = heard.contains("is not linked to North Partner");
        assert!(linked != refused, "{heard}");
        assert!(heard.contains("Your press changed nothing."), "{heard}");
        let told = world.person("North guest").direct_messages().await;
        assert_eq!(told.len(), 1, "{told:?}");
    })
    .await;
}

#[tokio::test]
async fn whoever_pressed_first_is_linked_and_the_manager_may_undo_it() {
    apart_without("North member 2", Wire::Socket, async |world| {
        let newcomer = world.person("North member 2");
        newcomer.refers("acme.example").await;
        let news = with_button(world, "Partner manager", "Undo the link").await;
        let who = "North member 2 from North Partner pressed first and is now linked";
        assert!(news.text.contains(who), "{}", news.text);
        newcomer.refers("birch.example").await;
        assert_eq!(world.person("Partner manager").direct_messages().await.len(), 1);
        world.person("Partner manager").presses_on("Undo the link", &news).await;
        world.settle().await;
        let heard = world.heard("North member 2").await;
        assert!(heard.contains("You are not linked to North Partner any more."), "{heard}");
        let pressed = newcomer.presses_in("north-partner", "Refer a customer").await;
        assert!(!pressed.screen.open(), "{pressed:?}");
        world.person("Partner manager").presses_on("Keep the link", &news).await;
        world.settle().await;
        let heard = world.heard("Partner manager").await;
        assert!(heard.contains("Your press changed nothing."), "{heard}");
        // What was registered stands.
        assert_eq!(world.referrals().await.len(), 2);
    })
    .await;
}

#[tokio::test]
async fn only_whoever_looks_after_partners_decides_whoever_forges_the_press() {
    on_slack(Only::People, async |world| {
        asks(world, "North guest").await;
        let ask = with_button(world, "Partner manager", "Link this person").await;
        for person in world.people() {
            let manages = person.is("partner_manager") || person.is("admin");
            if manages {
                continue;
            }
            person.presses_old("Link this person", &ask).await;
            world.settle().await;
            let heard = world.heard(person.name()).await;
            assert!(!heard.contains("is linked to"), "{}: {heard}", person.name());
        }
        let heard = world.heard("North guest").await;
        assert!(!heard.contains("You are linked"), "{heard}");
    })
    .await;
}

#[tokio::test]
async fn a_manager_makes_a_member_admin_and_removes_one() {
    on_slack(Only::People, async |world| {
        let manager = world.person("Partner manager");
        let referral = world.person("Partner member").refers("acme.example").await;
        manager.types("sales-desk", "/vouch member").await;
        let fields = [("Person", "North member 2"), ("Change", "Make partner admin")];
        let made = manager.submits(&fields).await;
        assert_eq!(made.screen.words, "North member 2 is partner admin of North Partner now.");
        world.settle().await;
        let card = world.person("North member 2").card(&referral).await;
        world.person("North member 2").presses_on("Withdraw", &card).await;
        world.settle().await;
        assert_eq!(world.referrals().await, [("NOR-1".to_owned(), "withdrawn".to_owned())]);
        manager.types("sales-desk", "/vouch member").await;
        let fields = [("Person", "North member 2"), ("Change", "Remove from the partner")];
        let gone = manager.submits(&fields).await;
        assert!(gone.screen.words.contains("is not a member of North Partner any more"));
        world.settle().await;
        let heard = world.heard("North member 2").await;
        assert!(heard.contains("You are not linked to North Partner any more."), "{heard}");
        manager.types("sales-desk", "/vouch member").await;
        let fields = [("Person", "Colleague"), ("Change", "Make partner admin")];
        let none = manager.submits(&fields).await;
        assert!(none.error_at("Person").contains("speaks for no partner"), "{none:?}");
    })
    .await;
}
