//! How long an account is protected: the worked dates, by moving the clock.

use crate::world::{Referral, World, everywhere};

/// Of a partner whose workspace has the app.
const MEMBER: &str = "South member";

const SILENT: &str = "Nothing has moved on SOU-1 for 17 days. \
                      Sales 1 owns it and has been asked for the next step.";

/// A referral registered and approved at this time, in the world's zone.
async fn protected(world: &World, at: &str) -> Referral {
    world.clock_at(at).await;
    let referral = world.person(MEMBER).refers("acme.example").await;
    world.person("Sales 1").approves(&referral).await;
    world.settle().await;
    referral
}

async fn at(world: &World, time: &str) {
    world.clock_at(time).await;
    world.settle().await;
}

async fn moves(world: &World, referral: &Referral, stage: &str) {
    let step = [("Stage", stage), ("Next step", "Call on Tuesday")];
    world.person("Sales 1").fills_in("Move stage", referral, &step).await;
    world.settle().await;
}

/// What somebody reads in answer to what they type in their own channel.
async fn answer(world: &World, name: &str, typed: &str) -> String {
    let person = world.person(name);
    let channel = person.home();
    person.types(&channel, typed).await;
    world.settle().await;
    person.last_whisper_in(&channel).await.words
}

/// Approved on 2 March, in nurture from 1 April to 1 May: 15 of 30 dates do not count.
#[tokio::test]
async fn a_month_in_nurture_adds_fifteen_days() {
    everywhere(async |world| {
        world.may_end_waiting();
        // It is silent twice in this story.
        world.may_stand_twice(SILENT);
        let referral = protected(world, "2027-03-02T12:00:00Z").await;
        at(world, "2027-03-16T08:00:00Z").await;
        moves(world, &referral, "Meeting").await;
        at(world, "2027-04-01T10:00:00Z").await;
        moves(world, &referral, "Keeping in touch").await;
        // The first date in nurture is over: whoever asks is told what it has gained.
        at(world, "2027-04-02T10:00:00Z").await;
        let why = answer(world, MEMBER, "/vouch why SOU-1").await;
        assert!(why.contains("+ 1 day of keeping in touch = 1 June 2027"), "{why}");
        let card = world.person(MEMBER).card(&referral).await.text;
        assert!(card.contains("1 June 2027"), "the card is compared every night: {card}");

        at(world, "2027-05-01T10:00:00Z").await;
        moves(world, &referral, "Meeting").await;
        let told = world.person(MEMBER).text_in(&world.person(MEMBER).home()).await;
        let line = "Every second day of keeping in touch did not count: \
                    protected through 15 June 2027.";
        assert!(told.contains(line), "{told}");
        for name in [MEMBER, "Sales 2"] {
            let why = answer(world, name, "/vouch why SOU-1").await;
            let line = "+ 15 days of keeping in touch = 15 June 2027";
            assert!(why.contains(line), "{name}: {why}");
        }
        at(world, "2027-06-15T23:00:00Z").await;
        assert_eq!(world.referrals().await[0].1, "approved");
        at(world, "2027-06-16T00:01:00Z").await;
        assert_eq!(world.referrals().await[0].1, "expired");
    })
    .await;
}

/// Approved on 2 March, a case open from 10 to 13 March: through 4 June.
#[tokio::test]
async fn the_dates_on_which_a_case_was_open_do_not_count() {
    everywhere(async |world| {
        world.may_end_waiting();
        let referral = protected(world, "2027-03-02T12:00:00Z").await;
        at(world, "2027-03-10T10:00:00Z").await;
        let rival = world.person("Partner member").refers("shop.acme.example").await;
        at(world, "2027-03-11T10:00:00Z").await;
        let why = answer(world, MEMBER, "/vouch why SOU-1").await;
        assert!(why.contains("+ 2 days in review = 2 June 2027"), "today counts: {why}");
        at(world, "2027-03-13T10:00:00Z").await;
        world.person("Partner member").presses("Withdraw", &rival).await;
        world.settle().await;
        let told = world.person(MEMBER).text_in(&world.person(MEMBER).home()).await;
        assert!(told.contains("protected through 4 June 2027"), "{told}");
        let card = world.person(MEMBER).card(&referral).await.text;
        assert!(card.contains("4 June 2027"), "{card}");
    })
    .await;
}

/// Through 31 May, grace through 7 June, tail through 30 June.
#[tokio::test]
async fn in_grace_only_the_same_partner_may_register_again() {
    everywhere(async |world| {
        world.may_end_waiting();
        let (member, rival) = (world.person(MEMBER), world.person("Partner member"));
        let first = protected(world, "2027-03-02T12:00:00Z").await;
        at(world, "2027-06-01T00:01:00Z").await;
        let card = member.card(&first).await.text;
        assert!(card.contains("7 June 2027 only you can register it again."), "{card}");
        at(world, "2027-06-02T10:00:00Z").await;
        let second = rival.refers("shop.acme.example").await;
        world.settle().await;
        let card = rival.card(&second).await.text;
        assert!(card.contains("In review"), "{card}");
        assert!(world.all_in("resolvers").await.iter().all(|one| !one.text.contains("Case 1")));
        let asked = rival.text_in("north-partner").await;
        assert!(asked.contains("add it by"), "as in a case: {asked}");
        let card = world.person("Sales 1").card(&second).await.text;
        assert!(card.contains("may come back to this account first"), "{card}");
        // Nobody has come back.
        at(world, "2027-06-08T00:01:00Z").await;
        let card = rival.card(&second).await.text;
        assert!(card.contains("Submitted"), "{card}");
        let card = member.card(&first).await.text;
        assert!(!card.contains("only you"), "{card}");
        world.person("Sales 1").approves(&second).await;
        world.settle().await;
        let heard = world.heard(MEMBER).await;
        assert!(!heard.contains("NOR-") && !heard.contains("North"), "{heard}");
    })
    .await;
}

#[tokio::test]
async fn who_comes_back_within_grace_stands_as_protected_in_the_case() {
    everywhere(async |world| {
        world.may_end_waiting();
        protected(world, "2027-03-02T12:00:00Z").await;
        at(world, "2027-06-02T10:00:00Z").await;
        let rival = world.person("Partner member");
        let second = rival.refers("shop.acme.example").await;
        // Whether there is a case, they cannot tell by this either.
        let said = [("Statement", "Marker evidence: we met them in May")];
        let sent = rival.fills_in("Add evidence", &second, &said).await;
        assert!(sent.screen.words.contains("Thank you. The resolvers have it"), "{sent:?}");
        at(world, "2027-06-03T10:00:00Z").await;
        world.person(MEMBER).refers("acme.example").await;
        world.settle().await;
        // What was said before the case opened is evidence in it.
        let evidence = world.person("Resolver 1").text_in("resolvers").await;
        assert_eq!(evidence.matches("Marker evidence").count(), 1, "{evidence}");
        let cases = world.all_in("resolvers").await;
        let card = cases.iter().find(|one| one.text.contains("Case 1 · "));
        let card = &card.expect("a case opens").text;
        assert!(card.contains("The first referral stands") && card.contains("R5"), "{card}");
    })
    .await;
}

#[tokio::test]
async fn a_deal_that_closes_in_the_tail_is_won() {
    everywhere(async |world| {
        world.may_end_waiting();
        let referral = protected(world, "2027-03-02T12:00:00Z").await;
        moves(world, &referral, "Proposal").await;
        at(world, "2027-06-20T10:00:00Z").await;
        let sales = world.person("Sales 1");
        let card = sales.card(&referral).await;
        assert!(card.text.contains("A deal closed by 30 June 2027 still counts"), "{}", card.text);
        let won = [("Stage", "Won"), ("Amount", "1000"), ("Currency", "EUR")];
        sales.fills_in("Record win", &referral, &won).await;
        world.settle().await;
        assert_eq!(world.referrals().await[0].1, "won");
        let told = world.person(MEMBER).text_in(&world.person(MEMBER).home()).await;
        assert!(told.contains("Won on"), "{told}");
    })
    .await;
}

#[tokio::test]
async fn where_somebody_else_was_approved_since_a_case_says_who_is_credited() {
    everywhere(async |world| {
        world.may_end_waiting();
        let first = protected(world, "2027-03-02T12:00:00Z").await;
        moves(world, &first, "Proposal").await;
        at(world, "2027-06-08T10:00:00Z").await;
        let second = world.person("Partner member").refers("shop.acme.example").await;
        let sales = world.person("Sales 1");
        sales.approves(&second).await;
        at(world, "2027-06-20T10:00:00Z").await;
        sales.presses("Record win", &first).await;
        let won = [("Stage", "Won"), ("Amount", "1000"), ("Currency", "EUR")];
        let no = sales.submits(&won).await;
        assert!(no.screen.words.contains("Open a case to decide who is credited"), "{no:?}");
        let text = [("Reason", "Both say that it is theirs")];
        sales.fills_in("Open a case", &first, &text).await;
        world.settle().await;
        let cases = world.all_in("resolvers").await;
        assert!(cases.iter().any(|one| one.text.contains("Case 1 · ")));
        assert_eq!(world.referrals().await[0].1, "expired", "it stays so while the case is open");
    })
    .await;
}

#[tokio::test]
async fn a_partner_is_asked_before_its_account_is_released() {
    everywhere(async |world| {
        world.may_end_waiting();
        let referral = protected(world, "2027-03-02T12:00:00Z").await;
        let (manager, member) = (world.person("Partner manager"), world.person(MEMBER));
        let asks = async || {
            manager.types("sales-desk", "/vouch release SOU-1").await;
            manager.submits(&[("Reason", "Nobody there answers")]).await;
            world.settle().await;
        };
        asks().await;
        let told = member.text_in(&member.home()).await;
        let line = "Partner manager would like to release SOU-1: Nobody there answers. Agree, or";
        assert!(told.contains(line), "{told}");
        let due = answer(world, "Sales 2", "/vouch due").await;
        assert!(due.contains("Releases that wait for a partner: 1"), "{due}");
        member.presses("Keep the referral", &referral).await;
        world.settle().await;
        assert_eq!(world.referrals().await[0].1, "approved");
        // Not again before 1 April.
        manager.types("sales-desk", "/vouch release SOU-1").await;
        let no = manager.last_whisper_in("sales-desk").await.text;
        assert!(no.contains("You can ask again from 1 April 2027 on."), "{no}");
        at(world, "2027-04-01T10:00:00Z").await;
        asks().await;
        // Ten business days later nobody has answered.
        at(world, "2027-04-15T09:59:00Z").await;
        assert_eq!(world.referrals().await[0].1, "approved");
        at(world, "2027-04-15T10:05:00Z").await;
        assert_eq!(world.referrals().await[0].1, "released");
        let card = member.card(&referral).await.text;
        assert!(card.contains("Nobody there answers. Your referral has ended."), "{card}");
    })
    .await;
}

#[tokio::test]
async fn only_who_looks_after_partners_asks_for_a_release() {
    everywhere(async |world| {
        protected(world, "2027-03-02T12:00:00Z").await;
        let sales = world.person("Sales 2");
        sales.types("sales-desk", "/vouch release SOU-1").await;
        let no = sales.last_whisper_in("sales-desk").await.text;
        assert!(no.contains("Only a partner manager or an admin"), "{no}");
        let other = world.person("Partner member");
        let released = other.types(&other.home(), "/vouch release SOU-1").await;
        assert!(!released.screen.open(), "{released:?}");
    })
    .await;
}
