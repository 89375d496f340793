//! *Approve*: sales takes a referral on, and two at once are told who was faster.

use futures_util::future::join;

use crate::world::{Only, everywhere, on_slack};

#[tokio::test]
async fn approval_tells_the_partner_owner_and_protection() {
    everywhere(async |world| {
        world.clock_at("2027-03-02T19:00:00Z").await;
        let member = world.person("Partner member");
        let referral = member.refers("acme.example").await;
        let sales = world.person("Sales 1");
        let form = sales.presses("Approve", &referral).await.screen;
        assert_eq!(form.title, "Approve NOR-1");
        assert_eq!(form.values["Owner"], sales.id());
        assert!(form.words.contains("Protection will run through 31 May 2027."), "{}", form.words);
        assert!(!sales.submits(&[]).await.screen.open());
        world.settle().await;

        let card = member.card(&referral).await.text;
        assert!(card.contains("Yours, protected through 31 May 2027. Sales 1 takes it"), "{card}");
        let told = member.reads("north-partner").await;
        let in_thread = told.iter().filter(|one| one.thread.is_some()).collect::<Vec<_>>();
        assert_eq!(in_thread.len(), 1, "{in_thread:?}");
        let line = "Approved by Sales 1. Sales 1 is your contact and will get in touch; \
                    they expect the call. Protected through 31 May 2027.";
        assert_eq!(in_thread[0].text, line);
        let card = sales.card(&referral).await;
        assert!(card.text.contains("By Sales 1,"), "{}", card.text);
        assert_eq!(card.buttons, ["Move stage", "Change owner", "Open a case", "Undo", "Show why"]);
        assert_eq!(world.referrals().await, [("NOR-1".to_owned(), "approved".to_owned())]);
    })
    .await;
}

#[tokio::test]
async fn case_03_of_an_approval_and_a_rejection_at_once_one_counts_and_is_told_to_the_other() {
    everywhere(async |world| {
        let referral = world.person("Partner member").refers("acme.example").await;
        let (one, other) = (world.person("Sales 1"), world.person("Sales 2"));
        one.presses("Approve", &referral).await;
        other.presses("Reject", &referral).await;
        let reason = [("Reason", "Not a fit")];
        let (approval, rejection) = join(one.submits(&[]), other.submits(&reason)).await;
        world.settle().await;
        let (winner, word, told) =
            match (approval.screen.words.is_empty(), rejection.screen.words.is_empty()) {
                (true, false) => ("Sales 1", "approved", rejection.screen.words),
                (false, true) => ("Sales 2", "rejected", approval.screen.words),
                both => panic!("one wins and the other is told: {both:?}"),
            };
        let sentence = format!("NOR-1 was already {word} by {winner} at ");
        assert!(told.starts_with(&sentence), "{told}");
        assert_eq!(world.referrals().await, [("NOR-1".to_owned(), word.to_owned())]);
        let card = one.card(&referral).await.text;
        assert!(card.contains(&format!("By {winner},")), "{card}");
    })
    .await;
}

#[tokio::test]
async fn of_two_approvals_at_once_one_counts_and_the_other_is_told_who_and_when() {
    everywhere(async |world| {
        let referral = world.person("Partner member").refers("acme.example").await;
        let (one, other) = (world.person("Sales 1"), world.person("Sales 2"));
        one.presses("Approve", &referral).await;
        other.presses("Approve", &referral).await;
        let (first, second) = join(one.submits(&[]), other.submits(&[])).await;
        world.settle().await;
        let (winner, told) = match (first.screen.words.is_empty(), second.screen.words.is_empty()) {
            (true, false) => ("Sales 1", second.screen.words),
            (false, true) => ("Sales 2", first.screen.words),
            both => panic!("one wins and the other is told: {both:?}"),
        };
        let sentence = format!("NOR-1 was already approved by {winner} at ");
        assert!(told.starts_with(&sentence), "{told}");
        let card = one.card(&referral).await.text;
        assert!(card.contains(&format!("By {winner},")), "{card}");
    })
    .await;
}

#[tokio::test]
async fn a_press_on_an_old_card_says_who_was_faster_and_draws_the_card_anew() {
    on_slack(Only::Wire, async |world| {
        let referral = world.person("Partner member").refers("acme.example").await;
        let late = world.person("Sales 2");
        let old = late.card(&referral).await;
        world.person("Sales 1").approves(&referral).await;
        let redrawn = world.calls("chat.update").await.len();
        let pressed = late.presses_old("Approve", &old).await;
        world.settle().await;
        assert!(!pressed.screen.open());
        let heard = world.heard("Sales 2").await;
        assert!(heard.contains("NOR-1 was already approved by Sales 1 at "), "{heard}");
        assert_eq!(world.calls("chat.update").await.len(), redrawn + 1);
    })
    .await;
}

#[tokio::test]
async fn the_owner_is_somebody_of_sales() {
    everywhere(async |world| {
        let member = world.person("Partner member");
        let referral = member.refers("acme.example").await;
        let sales = world.person("Sales 1");
        sales.presses("Approve", &referral).await;
        for outsider in ["Colleague", "Resolver 1", "Partner member"] {
            let refused = sales.submits(&[("Owner", outsider)]).await;
            assert_eq!(refused.error_at("Owner"), "Choose somebody from sales.", "{outsider}");
        }
        sales.submits(&[("Owner", "Sales 2")]).await;
        world.settle().await;
        let card = member.card(&referral).await.text;
        assert!(card.contains("Sales 2 takes it from here"), "{card}");
        let thread = member.text_in("north-partner").await;
        assert!(thread.contains("Approved by Sales 1. Sales 2 is your contact"), "{thread}");
    })
    .await;
}

#[tokio::test]
async fn the_note_stays_inside() {
    everywhere(async |world| {
        let referral = world.person("Partner member").refers("acme.example").await;
        let sales = world.person("Sales 1");
        sales.presses("Approve", &referral).await;
        sales.submits(&[("Note", "Marker note: they owe us one")]).await;
        world.settle().await;
        let card = sales.card(&referral).await.text;
        assert!(card.contains("Note: Marker note: they owe us one"), "{card}");
        for channel in world.channels().iter().filter(|name| *name != "sales-desk") {
            for message in world.all_in(channel).await {
                assert!(!message.text.contains("Marker note"), "in {channel}: {}", message.text);
            }
        }
    })
    .await;
}

#[tokio::test]
async fn an_approval_that_is_delivered_twice_counts_once() {
    on_slack(Only::Wire, async |world| {
        let referral = world.person("Partner member").refers("acme.example").await;
        world.person("Sales 1").approves(&referral).await;
        world.delivers_again("view_submission").await;
        world.the_last_form_is_sent_again().await;
        world.settle().await;
        let card = world.person("Sales 1").card(&referral).await.text;
        assert!(card.contains("By Sales 1,"), "{card}");
    })
    .await;
}

#[tokio::test]
async fn a_referral_in_review_cannot_be_approved_even_from_an_old_card() {
    everywhere(async |world| {
        let sales = world.person("Sales 1");
        let ours = world.person("Partner member").refers("acme.example").await;
        let old = sales.card(&ours).await;
        sales.presses("Approve", &ours).await;
        world.person("South member").refers("acme.example").await;
        let sent = sales.submits(&[]).await;
        assert!(sent.screen.words.contains("NOR-1 is in review, so it cannot be approved."));
        sales.presses_old("Approve", &old).await;
        world.settle().await;
        let heard = world.heard("Sales 1").await;
        assert!(heard.contains("NOR-1 is in review, so it cannot be approved."), "{heard}");
        assert!(world.referrals().await.iter().all(|(_, status)| status == "in_conflict"));
    })
    .await;
}
