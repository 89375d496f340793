//! A company that is closed to referrals or a customer's, and that nobody else wants: sales approves it
//! all the same, with a reason, and its partner reads what everybody reads who is approved.

use super::{MONDAY, SOUTHS_WORDS, case_card};
use crate::world::{Referral, World, everywhere};

const REASON: &str = "Marker reason: their other plant is new to us";
const CUSTOMER: &str = "account name,domain,kind\nMarker Bank,acme.example,customer\n";

/// A customer's, in review.
async fn a_customer(world: &World) -> Referral {
    world.clock_at(MONDAY).await;
    let (code, said, trouble) = world.imports(CUSTOMER, &["--apply"]).await;
    assert_eq!((code, trouble.as_str()), (0, ""), "{said}");
    world.person("Partner member").refers("acme.example").await
}

async fn printed(world: &World, words: &[&str]) -> String {
    let done = world.command(words).await;
    assert!(done.status.success(), "{words:?}");
    String::from_utf8(done.stdout).unwrap()
}

#[tokio::test]
async fn a_customer_is_approved_with_a_reason_that_no_partner_reads() {
    everywhere(async |world| {
        let referral = a_customer(world).await;
        let (north, sales) = (world.person("Partner member"), world.person("Sales 1"));
        let form = sales.presses("Approve", &referral).await;
        assert!(form.screen.words.contains("Why all the same?"), "{form:?}");
        sales.closes().await;
        sales.fills_in("Approve", &referral, &[("Reason", REASON)]).await;

        let card = sales.card(&referral).await;
        assert!(card.text.contains("Approved all the same") && card.text.contains(REASON));
        let case = case_card(world, 1).await;
        assert!(case.text.contains("Approved by sales"), "{case:?}");
        assert_eq!(case.buttons, ["Show why"], "{case:?}");
        let open = "select count(*) from conflict_case where due_us is not null";
        assert_eq!(world.database.count(open).await, 0);

        // Their partner reads what is read of any other.
        let usual = north.refers("birch.example").await;
        sales.approves(&usual).await;
        let told = north.text_in("north-partner").await;
        let approved = told.matches("Approved by Sales 1. Sales 1 is your contact").count();
        assert_eq!(approved, 2, "{told}");
        for hidden in ["Marker reason", "Marker Bank", "ustomer", "all the same", "R2"] {
            let heard = world.heard("Partner member").await;
            let known = heard.replace("Refer a customer", "");
            assert!(!known.contains(hidden), "{hidden}: {known}");
        }
        let state = |text: &str, number: &str| text.replace(number, "NO");
        let (one, two) = (north.card(&referral).await, north.card(&usual).await);
        assert_eq!(one.buttons, two.buttons);
        let rest = |text: &str, number: &str| {
            state(text, number).lines().skip(1).map(str::to_owned).collect::<Vec<_>>()
        };
        assert_eq!(rest(&one.text, &referral.number), rest(&two.text, &usual.number));

        // The vendor's own read that there was a reason, and an operator reads it.
        sales.presses("Show why", &referral).await;
        world.settle().await;
        let why = sales.last_whisper_in("sales-desk").await;
        assert!(why.text.contains(&format!("approved it all the same: “{REASON}”")), "{why:?}");
        north.presses("Show why", &referral).await;
        world.settle().await;
        let why = north.last_whisper_in("north-partner").await;
        assert!(!why.text.contains("all the same"), "{why:?}");
        let replayed = printed(world, &["replay", "NOR-1"]).await;
        for line in ["approved  by Sales 1", REASON, "case_excepted  by Sales 1"] {
            assert!(replayed.contains(line), "{line}: {replayed}");
        }
    })
    .await;
}

#[tokio::test]
async fn an_approval_that_is_taken_back_leads_into_a_review_again() {
    everywhere(async |world| {
        let referral = a_customer(world).await;
        let sales = world.person("Sales 1");
        sales.fills_in("Approve", &referral, &[("Reason", REASON)]).await;
        // What is said then is due a little later.
        world.clock_on("5m").await;
        sales.fills_in("Undo", &referral, &[("Reason", "Too quick.")]).await;
        assert_eq!(world.referrals().await[0].1, "in_conflict");
        assert!(case_card(world, 2).await.text.contains("sales decides on its card."));
        assert_eq!(sales.card(&referral).await.buttons, ["Approve", "Reject", "Show why"]);
    })
    .await;
}

#[tokio::test]
async fn who_wants_the_account_meanwhile_keeps_sales_from_approving_until_they_are_gone() {
    everywhere(async |world| {
        let referral = a_customer(world).await;
        let (sales, south) = (world.person("Sales 1"), world.person("South member"));
        assert!(sales.presses("Approve", &referral).await.screen.open());
        let rival = south.refers_with(&SOUTHS_WORDS).await;
        let late = sales.submits(&[("Reason", REASON)]).await.screen;
        assert!(late.words.contains("NOR-1 is in review, so it cannot be approved."), "{late:?}");
        assert!(late.words.contains(REASON), "nobody writes it twice: {late:?}");
        world.settle().await;
        assert_eq!(sales.card(&referral).await.buttons, ["Show why"]);
        assert!(case_card(world, 1).await.buttons.contains(&"Decide".to_owned()));

        // Gone again, it is sales' once more.
        south.presses("Withdraw", &rival).await;
        world.settle().await;
        assert!(case_card(world, 1).await.text.contains("sales decides on its card."));
        sales.fills_in("Approve", &referral, &[("Reason", REASON)]).await;
        assert_eq!(world.referrals().await[0].1, "approved");
    })
    .await;
}
