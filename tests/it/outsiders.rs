//! Who may do what: everybody who is not the right one is refused, and learns nothing by it.

use crate::world::{Person, Wire, apart_without, everywhere, filled};

const FORGED: &str = "This button does not work here. Nothing happened.";
const UNKNOWN: &str = "We do not know yet which partner you belong to. Nothing was registered.";

#[tokio::test]
async fn a_full_member_of_the_partners_workspace_becomes_a_member_by_registering() {
    apart_without("North member 2", Wire::Socket, async |world| {
        let newcomer = world.person("North member 2");
        let referral = newcomer.refers("acme.example").await;
        let card = newcomer.card(&referral).await.text;
        assert!(card.contains("by North member 2"), "{card}");
        let asked = world.calls("users.info").await.len();
        newcomer.refers("birch.example").await;
        assert_eq!(world.calls("users.info").await.len(), asked, "who is known is not asked about");
    })
    .await;
}

#[tokio::test]
async fn whoever_lost_their_membership_does_not_get_it_back_by_a_press() {
    everywhere(async |world| {
        let file = world.folder().join("without.toml");
        std::fs::write(&file, world.setup_without("North member 2")).unwrap();
        let applied = world.command(&["setup", "apply", "--prune", file.to_str().unwrap()]).await;
        assert!(applied.status.success(), "{}", String::from_utf8_lossy(&applied.stderr));
        let gone = world.person("North member 2");
        let pressed = gone.presses_in("north-partner", "Refer a customer").await;
        assert!(!pressed.screen.open(), "{pressed:?}");
        world.settle().await;
        let heard = world.heard("North member 2").await;
        assert!(heard.contains(UNKNOWN), "{heard}");
    })
    .await;
}

#[tokio::test]
async fn whoever_belongs_to_no_partner_is_refused_by_name_of_the_reason_only() {
    everywhere(async |world| {
        let referral = world.person("Partner member").refers("acme.example").await;
        let intro = world.all_in("north-partner").await.into_iter().find(|one| one.pinned).unwrap();
        #[rustfmt::skip]
        let table = [
            ("North guest",  UNKNOWN),
            ("Colleague",    UNKNOWN),
            ("South member", FORGED),
            ("Hill admin",   FORGED),
            ("Sales 1",      "Only a partner member can do this here."),
            ("Auditor",      "Only a partner member can do this here."),
        ];
        for (name, sentence) in table {
            let pressed = world.person(name).presses_old("Refer a customer", &intro).await;
            world.settle().await;
            assert!(!pressed.screen.open(), "{name}: {pressed:?}");
            let heard = world.heard(name).await;
            assert!(heard.contains(sentence), "{name} heard: {heard}");
            assert!(!heard.contains(&referral.number), "{name} heard: {heard}");
        }
        assert_eq!(world.referrals().await.len(), 1);
    })
    .await;
}

/// Those who see the referral and may not decide it are told who may; nobody else learns anything.
#[tokio::test]
async fn only_sales_gets_the_approval_form_whoever_forges_the_press() {
    everywhere(async |world| {
        let referral = world.person("Partner member").refers("acme.example").await;
        let card = world.person("Sales 1").card(&referral).await;
        for person in world.people() {
            let name = person.name();
            let pressed = person.presses_old("Approve", &card).await;
            world.settle().await;
            assert_eq!(pressed.screen.open(), person.is("sales"), "{name}: {pressed:?}");
            if person.is("sales") {
                continue;
            }
            let heard = world.heard(name).await;
            let sees = sees_it(&person);
            assert_eq!(heard.contains("NOR-1"), sees, "{name} heard: {heard}");
            let sentence = if sees { "Only sales can do this here." } else { FORGED };
            assert!(heard.contains(sentence), "{name} heard: {heard}");
        }
        assert_eq!(world.referrals().await, [("NOR-1".to_owned(), "submitted".to_owned())]);
    })
    .await;
}

/// The vendor's people with a role, and the partner's own.
fn sees_it(person: &Person<'_>) -> bool {
    let nobody = person.is("none") || person.is("guest");
    let of_another = person.home() != "sales-desk" && person.home() != "north-partner";
    !nobody && !of_another
}

#[tokio::test]
async fn nobody_can_send_somebody_elses_form() {
    everywhere(async |world| {
        let member = world.person("Partner member");
        let referral = member.refers("acme.example").await;
        let sales = world.person("Sales 1");
        let form = sales.presses("Approve", &referral).await.screen.view;
        let other_form = member.opens_the_form().await.screen.view;
        for person in world.people() {
            if person.id() != sales.id() {
                person.forges_submit(&form, &[]).await;
            }
            if person.id() != member.id() {
                let fields = filled(&[("Company website", "birch.example")]);
                person.forges_submit(&other_form, &fields).await;
            }
        }
        world.settle().await;
        assert_eq!(world.referrals().await, [("NOR-1".to_owned(), "submitted".to_owned())]);
    })
    .await;
}

#[tokio::test]
async fn a_made_up_button_does_nothing_and_says_nothing() {
    everywhere(async |world| {
        let referral = world.person("Partner member").refers("acme.example").await;
        let card = world.person("Sales 1").card(&referral).await;
        for (action, value) in [
            ("review:approve", "v1:review:approve:ref_00000000000000000000000000:0"),
            ("review:approve", "' or 1=1 --"),
            ("refer:open", ""),
            ("erase:everything", "v1:erase:everything::0"),
            ("", ""),
        ] {
            let sales = world.person("Sales 1");
            sales.presses_made_up(action, value, &card).await;
            world.settle().await;
        }
        assert_eq!(world.referrals().await, [("NOR-1".to_owned(), "submitted".to_owned())]);
    })
    .await;
}
