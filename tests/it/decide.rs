//! What sales can do besides approving, and what the partner can: reject, ask, answer, undo,
//! withdraw, another owner.

use crate::world::everywhere;

#[tokio::test]
async fn a_rejection_tells_the_partner_why_and_keeps_the_note_inside() {
    everywhere(async |world| {
        let member = world.person("Partner member");
        let referral = member.refers("acme.example").await;
        let sales = world.person("Sales 1");
        assert!(sales.presses("Reject", &referral).await.screen.open());
        let refused = sales.submits(&[("Text for the partner", "A year too soon.")]).await;
        assert!(refused.screen.open(), "a reason is needed");
        let fields = [
            ("Reason", "Too early"),
            ("Text for the partner", "A year too soon."),
            ("Internal note", "marker-internal"),
        ];
        assert!(!sales.submits(&fields).await.screen.open());
        world.settle().await;
        let told = member.text_in("north-partner").await;
        let line = "Sales 1 looked at it and cannot take it on: Too early. “A year too soon.”";
        assert!(told.contains(line), "{told}");
        assert!(told.contains("We cannot take this one on: Too early."), "{told}");
        assert!(!told.contains("marker-internal"), "{told}");
        let card = sales.card(&referral).await.text;
        assert!(card.contains("Too early") && card.contains("marker-internal"), "{card}");
        assert_eq!(world.referrals().await, [("NOR-1".to_owned(), "rejected".to_owned())]);
        // With a new fact the same company may be registered again.
        let again = member.refers("acme.example").await;
        assert_eq!(again.number, "NOR-2");
    })
    .await;
}

#[tokio::test]
async fn a_form_that_comes_too_late_gives_back_what_was_typed() {
    everywhere(async |world| {
        let referral = world.person("Partner member").refers("acme.example").await;
        let late = world.person("Sales 2");
        late.presses("Reject", &referral).await;
        world.person("Sales 1").approves(&referral).await;
        let typed = [("Reason", "Too early"), ("Text for the partner", "A year too soon.")];
        let no = late.submits(&typed).await.screen;
        assert!(no.words.contains("was already approved by Sales 1"), "{}", no.words);
        assert!(no.words.contains("A year too soon."), "{}", no.words);
        assert_eq!(world.referrals().await, [("NOR-1".to_owned(), "approved".to_owned())]);
    })
    .await;
}

#[tokio::test]
async fn a_question_stops_the_clock_and_the_answer_starts_it_again() {
    everywhere(async |world| {
        world.clock_at("2027-03-01T10:00:00Z").await;
        let member = world.person("Partner member");
        let referral = member.refers("acme.example").await;
        let sales = world.person("Sales 1");
        sales.fills_in("Ask", &referral, &[("Question", "Who decides there?")]).await;
        let told = member.text_in("north-partner").await;
        assert!(told.contains("Sales 1 asks: “Who decides there?”"), "{told}");
        assert!(told.contains("to keep your place in line"), "{told}");

        world.clock_at("2027-03-02T10:00:00Z").await;
        let form = member.presses("Answer", &referral).await.screen;
        assert!(form.words.contains("Who decides there?"), "{}", form.words);
        member.submits(&[("Answer", "Jo does.")]).await;
        world.settle().await;
        let told = member.text_in("north-partner").await;
        assert!(told.contains("Partner member answered: “Jo does.”"), "{told}");
        // Two days were promised on Monday 10:00; the clock stood for one.
        assert!(told.contains("first answer by Thu 4 March 2027, "), "{told}");
        assert_eq!(world.referrals().await, [("NOR-1".to_owned(), "submitted".to_owned())]);
    })
    .await;
}

#[tokio::test]
async fn a_question_that_stays_open_lapses_on_its_date() {
    everywhere(async |world| {
        world.clock_at("2027-03-01T10:00:00Z").await;
        let member = world.person("Partner member");
        let referral = member.refers("acme.example").await;
        let sales = world.person("Sales 1");
        sales.fills_in("Ask", &referral, &[("Question", "Who decides there?")]).await;
        world.clock_at("2027-03-08T10:30:00Z").await;
        world.settle().await;
        assert_eq!(world.referrals().await, [("NOR-1".to_owned(), "lapsed".to_owned())]);
        let told = member.text_in("north-partner").await;
        assert!(told.contains("so NOR-1 lapsed. You may register the company again."), "{told}");
    })
    .await;
}

#[tokio::test]
async fn a_decision_is_taken_back_within_ten_minutes_by_who_made_it() {
    everywhere(async |world| {
        let member = world.person("Partner member");
        let referral = member.refers("acme.example").await;
        let (sales, other) = (world.person("Sales 1"), world.person("Sales 2"));
        sales.approves(&referral).await;
        other.presses("Undo", &referral).await;
        world.settle().await;
        let heard = world.heard("Sales 2").await;
        assert!(heard.contains("Only who decided on NOR-1 can take it back"), "{heard}");
        let undone = sales.fills_in("Undo", &referral, &[("Reason", "The wrong card")]).await;
        assert!(!undone.screen.open(), "{undone:?}");
        let told = member.text_in("north-partner").await;
        assert!(told.contains("Sales 1 took back the decision of "), "{told}");
        assert!(told.contains("The wrong card"), "{told}");
        assert_eq!(world.referrals().await, [("NOR-1".to_owned(), "submitted".to_owned())]);

        other.approves(&referral).await;
        world.clock_on("11m").await;
        world.settle().await;
        other.presses("Undo", &referral).await;
        world.settle().await;
        let heard = world.heard("Sales 2").await;
        assert!(heard.contains("Taking back a decision on NOR-1 closed on "), "{heard}");
    })
    .await;
}

#[tokio::test]
async fn who_sent_a_referral_withdraws_it_and_a_colleague_cannot() {
    everywhere(async |world| {
        let member = world.person("Partner member");
        let referral = member.refers("acme.example").await;
        let colleague = world.person("North member 2");
        let theirs = colleague.card_in("north-partner", &referral).await;
        colleague.presses_on("Withdraw", &theirs).await;
        world.settle().await;
        let heard = world.heard("North member 2").await;
        assert!(heard.contains("Only who registered NOR-1, or your partner admin"), "{heard}");
        let mine = member.card_in("north-partner", &referral).await;
        member.presses_on("Withdraw", &mine).await;
        world.settle().await;
        assert_eq!(world.referrals().await, [("NOR-1".to_owned(), "withdrawn".to_owned())]);
        let told = member.text_in("north-partner").await;
        assert!(told.contains("Partner member withdrew NOR-1."), "{told}");
    })
    .await;
}

#[tokio::test]
async fn when_one_of_two_goes_the_review_of_the_other_is_over() {
    everywhere(async |world| {
        let (north, south) = (world.person("Partner member"), world.person("South member"));
        let first = north.refers("acme.example").await;
        let second = south.refers("shop.acme.example").await;
        world.settle().await;
        let card = world.person("Sales 1").card(&first).await.text;
        assert!(card.contains("In review"), "{card}");
        let mine = south.card_in("south-partner", &second).await;
        south.presses_on("Withdraw", &mine).await;
        world.settle().await;
        let told = north.text_in("north-partner").await;
        assert!(told.contains("The review is over; the clock runs again."), "{told}");
        world.person("Sales 1").approves(&first).await;
        world.settle().await;
        let all = world.referrals().await;
        let status = |number: &str| all.iter().find(|one| one.0 == number).unwrap().1.clone();
        assert_eq!((status("NOR-1"), status("SOU-1")), ("approved".into(), "withdrawn".into()));
    })
    .await;
}

/// To its partner the card of an approved referral looks the same whoever else registers the company:
/// what was redrawn would tell everybody in the channel that something was. What is said in its
/// thread is said in the same words whatever is looked into.
#[tokio::test]
async fn the_partner_of_an_approved_referral_sees_nothing_of_a_match_that_comes_and_goes() {
    everywhere(async |world| {
        let (north, south) = (world.person("Partner member"), world.person("South member"));
        let approved = north.refers("acme.example").await;
        let sales = world.person("Sales 1");
        sales.approves(&approved).await;
        let seen = async || {
            let calls = world.calls("chat.update").await;
            let here = world.channel("north-partner");
            let redrawn = calls.iter().filter(|call| call["request"]["channel"] == here.as_str());
            let asked = "NOR-1 is in review. All clocks are stopped";
            let seen = north.reads("north-partner").await.into_iter();
            let texts = seen.map(|one| one.text).filter(|text| !text.contains(asked));
            (redrawn.count(), texts.collect::<Vec<_>>())
        };
        let before = seen().await;
        let other = south.refers("shop.acme.example").await;
        assert!(sales.card(&approved).await.text.contains("SOU-1"), "sales sees the match");
        south.presses("Withdraw", &other).await;
        world.settle().await;
        assert!(!sales.card(&approved).await.text.contains("SOU-1"), "and that it is gone");
        assert_eq!(seen().await, before);
    })
    .await;
}

#[tokio::test]
async fn a_new_owner_is_named_in_the_thread() {
    everywhere(async |world| {
        let member = world.person("Partner member");
        let referral = member.refers("acme.example").await;
        let sales = world.person("Sales 1");
        sales.approves(&referral).await;
        sales.fills_in("Change owner", &referral, &[("Owner", "Sales 2")]).await;
        let told = member.text_in("north-partner").await;
        assert!(told.contains("Sales 2 is your contact now (was Sales 1)."), "{told}");
    })
    .await;
}

#[tokio::test]
async fn whoever_forges_a_press_gets_no_form_and_outsiders_learn_nothing() {
    everywhere(async |world| {
        let member = world.person("Partner member");
        let referral = member.refers("acme.example").await;
        let sales = world.person("Sales 1");
        let waiting = sales.card(&referral).await;
        let theirs = member.card_in("north-partner", &referral).await;
        sales.approves(&referral).await;
        let approved = sales.card(&referral).await;
        let buttons = [
            ("Reject", &waiting),
            ("Ask", &waiting),
            ("Move stage", &approved),
            ("Change owner", &approved),
            ("Undo", &approved),
            ("Withdraw", &theirs),
        ];
        for (label, card) in buttons {
            for outsider in ["South member", "Colleague"] {
                let pressed = world.person(outsider).presses_old(label, card).await;
                assert!(!pressed.screen.open(), "{outsider} presses {label}");
            }
            if label != "Withdraw" {
                let pressed = member.presses_old(label, card).await;
                assert!(!pressed.screen.open(), "the partner presses {label}");
            }
        }
        world.settle().await;
        for outsider in ["South member", "Colleague"] {
            let heard = world.heard(outsider).await;
            assert!(heard.contains("This button does not work here."), "{outsider}: {heard}");
            assert!(!heard.contains("NOR-1") && !heard.contains("Acme"), "{outsider}: {heard}");
        }
        let heard = world.heard("Partner member").await;
        assert!(heard.contains("Only sales can do this here."), "{heard}");
        assert_eq!(world.referrals().await, [("NOR-1".to_owned(), "approved".to_owned())]);
    })
    .await;
}

#[tokio::test]
async fn a_company_is_referred_again_without_typing_it_again() {
    everywhere(async |world| {
        let member = world.person("Partner member");
        let referral = member.refers("acme.example").await;
        let sales = world.person("Sales 1");
        sales.fills_in("Reject", &referral, &[("Reason", "Too early")]).await;
        let card = member.card(&referral).await;
        let form = member.presses("Refer again", &referral).await.screen;
        assert_eq!(form.values["Company website"], "acme.example");
        assert_eq!(form.values["Company name"], "Marker Acme Widgets");
        // The same button in the hand of another partner's member says nothing of the company.
        let south = world.person("South member").presses_old("Refer again", &card).await;
        assert!(!south.screen.words.contains("Marker"), "{south:?}");
        assert!(south.screen.values.iter().all(|(_, value)| value != "acme.example"));
    })
    .await;
}
