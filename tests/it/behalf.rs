//! Sales and the partner manager register for the partner in whose channel they press.

use crate::world::{everywhere, filled};

#[tokio::test]
async fn sales_registers_for_the_partner_and_somebody_else_decides() {
    everywhere(async |world| {
        let sales = world.person("Sales 1");
        let opened = sales.presses_in("north-partner", "Refer a customer").await;
        assert!(opened.screen.words.contains("You register this for North Partner."), "{opened:?}");
        let sent = sales.submits(&filled(&[])).await;
        assert!(sent.screen.words.contains("for North Partner"), "{sent:?}");
        let mut referral = sales.receipt(sent);
        referral.channel = "north-partner".to_owned();
        assert_eq!(referral.number, "NOR-1");
        world.settle().await;
        let thread = world.person("Partner member").text_in("north-partner").await;
        assert!(thread.contains("Sales 1 registered this for you. Nothing to do"), "{thread}");
        let own = sales.presses("Approve", &referral).await;
        assert!(!own.screen.open(), "{own:?}");
        world.settle().await;
        let heard = world.heard("Sales 1").await;
        assert!(heard.contains("so somebody else in sales decides"), "{heard}");
        let approved = world.person("Sales 2").approves(&referral).await;
        assert!(approved.ok, "{approved:?}");
        assert_eq!(world.referrals().await, [("NOR-1".to_owned(), "approved".to_owned())]);
    })
    .await;
}

#[tokio::test]
async fn whoever_registered_for_a_partner_or_its_admin_withdraws_and_nobody_else() {
    everywhere(async |world| {
        for (who, withdrawn) in [
            ("Sales 2", false),
            ("Partner member", false),
            ("South admin", false),
            ("Partner manager", true),
            ("North admin", true),
        ] {
            let manager = world.person("Partner manager");
            manager.presses_in("north-partner", "Refer a customer").await;
            let mut referral = manager.receipt(manager.submits(&filled(&[])).await);
            referral.channel = "north-partner".to_owned();
            world.settle().await;
            let card = manager.card_in("north-partner", &referral).await;
            world.person(who).presses_old("Withdraw", &card).await;
            world.settle().await;
            let status = world.referrals().await.pop().unwrap().1;
            assert_eq!(status == "withdrawn", withdrawn, "{who}: {status}");
            if !withdrawn {
                manager.presses_old("Withdraw", &card).await;
                world.settle().await;
            }
        }
    })
    .await;
}

#[tokio::test]
async fn nobody_else_of_the_vendor_registers_and_nobody_outside_a_partners_channel() {
    everywhere(async |world| {
        let intro = world.intro("north-partner").await;
        for name in ["Admin", "Auditor", "Resolver 1", "Community manager"] {
            let pressed = world.person(name).presses_old("Refer a customer", &intro).await;
            assert!(!pressed.screen.open(), "{name}: {pressed:?}");
            world.settle().await;
            let heard = world.heard(name).await;
            assert!(heard.contains("Only a partner member can do this here."), "{name}: {heard}");
        }
        let typed = world.person("Sales 1").types("sales-desk", "/refer acme.example").await;
        assert!(!typed.screen.open(), "{typed:?}");
        world.settle().await;
        let heard = world.heard("Sales 1").await;
        assert!(heard.contains("Only a partner member can do this here."), "{heard}");
        assert_eq!(world.referrals().await.len(), 0);
    })
    .await;
}
