//! How a case begins otherwise, and what happens on its way.

use serde_json::json;
use vouch::program::BUILT_IN;

use super::{
    MONDAY, SOUTHS_WORDS, case_card, decides, nobody_reads_of_the_other, statuses,
    two_on_one_account,
};
use crate::world::{World, everywhere};

#[tokio::test]
async fn evidence_is_read_by_resolvers_alone_and_ends_on_its_date() {
    everywhere(async |world| {
        two_on_one_account(world).await;
        let south = world.person("South member");
        south.presses_in("south-partner", "Add evidence").await;
        let unclear =
            south.submits(&[("Statement", "Marker evidence"), ("Link", "see our mails")]).await;
        assert_eq!(unclear.error_at("Link"), "Enter a full address that starts with https://.");
        let sent = south
            .submits(&[
                ("Statement", "Marker evidence: we met them in January."),
                ("Link", "https://south.example/minutes"),
            ])
            .await;
        assert!(
            sent.screen.words.contains("The resolvers have it; nobody else reads it."),
            "{sent:?}"
        );
        world.settle().await;
        let notes = world.person("Resolver 1").text_in("resolvers").await;
        assert!(notes.contains("Evidence on SOU-1 from South Partner:"), "{notes}");
        assert!(notes.contains("Marker evidence: we met them in January."), "{notes}");
        for channel in world.channels().iter().filter(|name| *name != "resolvers") {
            for message in world.all_in(channel).await {
                assert!(
                    !message.text.contains("Marker evidence"),
                    "in {channel}: {}",
                    message.text
                );
            }
        }
        // Two business days after Tuesday 10:00, when it was opened, and a little: too late.
        world.clock_at("2027-03-04T10:05:00Z").await;
        world.settle().await;
        let late = south.presses_in("south-partner", "Add evidence").await;
        assert!(!late.screen.open(), "{late:?}");
        world.settle().await;
        let heard = world.heard("South member").await;
        assert!(heard.contains("Evidence on SOU-1 closed on"), "{heard}");
        nobody_reads_of_the_other(world).await;
    })
    .await;
}

#[tokio::test]
async fn a_resolver_asks_one_party_for_evidence_and_it_alone_may_answer_late() {
    everywhere(async |world| {
        two_on_one_account(world).await;
        // The time for evidence is over: Thursday noon.
        world.clock_at("2027-03-04T12:00:00Z").await;
        world.settle().await;
        let (resolver, south) = (world.person("Resolver 1"), world.person("South member"));
        let asks = async |whom: &str, what: &str| {
            let card = case_card(world, 1).await;
            if !resolver.screen().await.open() {
                resolver.presses_on("Ask for evidence", &card).await;
            }
            let sent = resolver.submits(&[("Whom", whom), ("What would help", what)]).await;
            world.settle().await;
            sent
        };
        let named = asks("SOU-1 · South Partner", "Did North Partner tell you of them?").await;
        let sentence = "This names North Partner; say it without the name.";
        assert_eq!(named.error_at("What would help"), sentence);
        let question = "Marker question: who at the buyer asked you?";
        let sent = asks("SOU-1 · South Partner", question).await;
        assert!(sent.screen.words.contains("Asked."), "{sent:?}");
        let card = case_card(world, 1).await.text;
        assert!(card.contains("SOU-1, South Partner: asked for evidence"), "{card}");
        // Friday would be the day to decide; what was asked may come until Monday.
        assert!(card.contains("Proposed, decide by") && card.contains("8 March"), "{card}");
        let told = south.text_in("south-partner").await;
        assert!(told.contains(question) && told.contains("only the resolver reads it"), "{told}");
        assert!(!world.heard("Partner member").await.contains("Marker question"));

        let late = world.person("Partner member").presses_in("north-partner", "Add evidence").await;
        assert!(!late.screen.open(), "nobody asked North: {late:?}");
        south.presses_in("south-partner", "Add evidence").await;
        south.submits(&[("Statement", "Marker evidence: their head of sales did.")]).await;
        world.settle().await;
        let notes = resolver.text_in("resolvers").await;
        assert!(notes.contains("Asked of South Partner about SOU-1:"), "{notes}");
        assert!(notes.contains("Marker evidence: their head of sales did."), "{notes}");
        nobody_reads_of_the_other(world).await;
    })
    .await;
}

#[tokio::test]
async fn a_partner_contests_a_rejection_and_the_account_is_decided() {
    everywhere(async |world| {
        world.clock_at(MONDAY).await;
        let (north, sales) = (world.person("Partner member"), world.person("Sales 1"));
        let first = north.refers("acme.example").await;
        sales.fills_in("Reject", &first, &[("Reason", "Too early")]).await;
        let south = world.person("South member");
        let second = south.refers_with(&SOUTHS_WORDS).await;
        sales.approves(&second).await;
        world.clock_on("1m").await;
        // North knows nothing of South, and says why the account is theirs.
        let typed = north.presses("Claim a conflict", &first).await;
        assert!(typed.screen.open(), "{typed:?}");
        let claim = [
            ("Claim", "We were first"),
            ("What happened", "Marker evidence: we told you in March."),
        ];
        let sent = north.submits(&claim).await;
        assert!(sent.screen.words.contains("NOR-1 is in review now"), "{sent:?}");
        world.settle().await;
        let card = case_card(world, 1).await;
        assert!(card.text.contains("opened by a partner"), "{card:?}");
        assert!(card.text.contains("SOU-1 from South Partner: Approved"), "{card:?}");
        statuses(world, [("NOR-1", "rejected"), ("SOU-1", "approved")]).await;
        decides(world, "Resolver 1", json!({ "Outcome": "The later referral is awarded" })).await;
        south.presses_in("south-partner", "Accept the decision").await;
        world.settle().await;
        statuses(world, [("NOR-1", "approved"), ("SOU-1", "released")]).await;
        nobody_reads_of_the_other(world).await;
    })
    .await;
}

#[tokio::test]
async fn a_claim_by_number_is_evidence_where_the_account_is_in_review() {
    everywhere(async |world| {
        two_on_one_account(world).await;
        let south = world.person("South member");
        let opened = south.types("south-partner", "/claim SOU-1").await;
        assert!(opened.screen.open(), "{opened:?}");
        let claim =
            [("Claim", "The buyer chose us"), ("What happened", "Marker evidence: their letter.")];
        south.submits(&claim).await;
        world.settle().await;
        let card = case_card(world, 1).await;
        assert!(card.text.contains("The rules leave it to a person (R4)."), "{card:?}");
        let notes = world.person("Resolver 1").text_in("resolvers").await;
        assert!(notes.contains("Claim: The buyer chose us"), "{notes}");
        // The other's number is answered as one that is not there.
        let other = south.types("south-partner", "/claim NOR-1").await;
        assert!(!other.screen.open(), "{other:?}");
        world.settle().await;
        let heard = world.heard("South member").await;
        assert!(heard.contains("No referral of yours matches “NOR-1”."), "{heard}");
    })
    .await;
}

#[tokio::test]
async fn sales_opens_a_case_and_decides_nothing_meanwhile() {
    everywhere(async |world| {
        world.clock_at(MONDAY).await;
        let north = world.person("Partner member");
        let referral = north.refers("acme.example").await;
        let sales = world.person("Sales 1");
        let sent = sales
            .fills_in("Open a case", &referral, &[("Reason", "Marker evidence: our own talks.")])
            .await;
        assert!(sent.screen.words.contains("The case about NOR-1 is open"), "{sent:?}");
        let card = sales.card(&referral).await;
        assert!(card.text.contains("a resolver decides"), "{card:?}");
        assert_eq!(card.buttons, ["Show why"], "the others return when it is decided: {card:?}");
        decides_alone(world, "Our own team keeps the account").await;
        north.presses_in("north-partner", "Accept the decision").await;
        world.settle().await;
        assert_eq!(world.referrals().await, [("NOR-1".to_owned(), "rejected".to_owned())]);
        let told = north.text_in("north-partner").await;
        assert!(told.contains("our own team keeps the account"), "{told}");
        assert!(!told.contains("Marker evidence"), "{told}");
    })
    .await;
}

/// Decides a case in which one referral stands alone.
pub(super) async fn decides_alone(world: &World, outcome: &str) {
    let (card, who) = (case_card(world, 1).await, world.person("Resolver 1"));
    who.presses_on("Decide", &card).await;
    let sent = who
        .submits_all(json!({ "Outcome": outcome, "Text for referral 1": "We were there before." }))
        .await;
    assert!(sent.screen.words.contains("Case 1 is decided"), "{sent:?}");
    world.settle().await;
}

#[tokio::test]
async fn two_partners_share_when_both_admins_agree_in_their_own_channels() {
    everywhere(async |world| {
        two_on_one_account(world).await;
        let card = case_card(world, 1).await;
        let resolver = world.person("Resolver 1");
        resolver.presses_on("Suggest a split", &card).await;
        let unclear = resolver.submits(&[("Split", "100")]).await;
        assert_eq!(unclear.error_at("Split"), "Enter a number from 1 to 99.");
        resolver.submits(&[("Split", "40")]).await;
        world.settle().await;
        let (north, south) = (world.person("North admin"), world.person("South admin"));
        for (person, channel, percent) in
            [(&north, "north-partner", "40 % yours"), (&south, "south-partner", "60 % yours")]
        {
            let told = person.text_in(channel).await;
            assert!(told.contains(percent), "{told}");
        }
        // Only whoever speaks for the company answers.
        world.person("Partner member").presses_in("north-partner", "Agree to share").await;
        world.settle().await;
        let heard = world.heard("Partner member").await;
        assert!(heard.contains("Only your partner admin can do this here."), "{heard}");
        north.presses_in("north-partner", "Agree to share").await;
        world.settle().await;
        statuses(world, [("NOR-1", "approved"), ("SOU-1", "in_conflict")]).await;
        south.presses_in("south-partner", "Agree and be named").await;
        world.settle().await;
        statuses(world, [("NOR-1", "approved"), ("SOU-1", "approved")]).await;
        let told = south.text_in("south-partner").await;
        assert!(told.contains("Both sides agreed to share."), "{told}");
        nobody_reads_of_the_other(world).await;
    })
    .await;
}

#[tokio::test]
async fn who_withdraws_leaves_the_case_and_with_one_partner_left_it_is_settled() {
    everywhere(async |world| {
        world.clock_at(MONDAY).await;
        let (north, south) = (world.person("Partner member"), world.person("South member"));
        north.refers("acme.example").await;
        let second = south.refers_with(&SOUTHS_WORDS).await;
        south.presses_on("Withdraw", &south.card_in("south-partner", &second).await).await;
        world.settle().await;
        statuses(world, [("NOR-1", "submitted"), ("SOU-1", "withdrawn")]).await;
        let card = case_card(world, 1).await;
        assert!(card.text.contains("nothing was left to decide"), "{card:?}");
        assert!(!card.buttons.iter().any(|one| one == "Decide"), "{card:?}");
        // The same account again is another case.
        world.clock_on("1d").await;
        let again = south.refers_with(&SOUTHS_WORDS).await;
        assert!(case_card(world, 2).await.text.contains(&again.number));
    })
    .await;
}

/// Nobody else wants it, so sales decides on the card; to the partner it is a review like any other.
#[tokio::test]
async fn an_account_off_limits_is_decided_by_sales_and_reads_like_any_review() {
    everywhere(async |world| {
        let off = "off_limits_domains = [\"bigbank.example\"]";
        world.comes_into_force(&BUILT_IN.replace("off_limits_domains = []", off)).await;
        let (north, south) = (world.person("Partner member"), world.person("South member"));
        let blocked = north.refers("www.bigbank.example").await;
        let card = case_card(world, 1).await;
        assert!(card.text.contains("The rules propose: Closed without an award (R1)."), "{card:?}");
        assert!(card.text.contains("sales decides on its card."), "{card:?}");
        assert!(!card.buttons.iter().any(|one| one == "Decide"), "{card:?}");
        // What two partners read of their reviews differs in the number alone.
        north.refers("acme.example").await;
        let matched = south.refers("acme.example").await;
        let read = async |person: &crate::world::Person<'_>, number: &str| {
            let seen = person.reads(&person.home()).await.into_iter();
            let asked = format!("{number} is in review.");
            let mut asked = seen.filter(|one| one.text.contains(&asked));
            let text = asked.next().expect("they are asked for evidence").text;
            let (words, _) = text.split_once("add it by").expect("until when");
            words.replace(number, "NO")
        };
        let (one, two) = (read(&north, &blocked.number).await, read(&south, &matched.number).await);
        assert_eq!(one, two);
        let sales = world.person("Sales 1");
        sales.fills_in("Reject", &blocked, &[("Reason", "Not open for referrals")]).await;
        let card = case_card(world, 1).await;
        assert!(card.text.contains("nothing was left to decide"), "{card:?}");
    })
    .await;
}

#[tokio::test]
async fn everybody_of_the_programme_reads_the_rules_and_nobody_else() {
    everywhere(async |world| {
        for (name, channel) in [("South member", "south-partner"), ("Resolver 1", "resolvers")] {
            let person = world.person(name);
            person.types(channel, "/vouch roe").await;
            world.settle().await;
            let heard = world.heard(name).await;
            assert!(heard.contains("R5 A protection that is in use stands:"), "{name}: {heard}");
            assert!(heard.contains("worked in the 60 days before"), "{name}: {heard}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_late_decision_is_told_to_whoever_is_next_in_line() {
    everywhere(async |world| {
        two_on_one_account(world).await;
        let notes = async || world.person("Resolver 1").text_in("resolvers").await;
        let late = async || world.person("Admin").opens_home().await.words;
        assert!(late().await.contains("Cases past due: 0"), "{}", late().await);
        world.clock_at("2027-03-08T10:05:00Z").await;
        world.settle().await;
        assert!(late().await.contains("Cases past due: 1"), "{}", late().await);
        let told = notes().await;
        assert_eq!(told.matches("next in line: ").count(), 1, "{told}");
        assert!(told.contains("next in line: the resolvers."), "{told}");
        world.clock_at("2027-03-31T10:00:00Z").await;
        world.settle().await;
        let told = notes().await;
        assert_eq!(told.matches("next in line: ").count(), 3, "{told}");
        for who in ["the resolvers.", "the partner managers.", "the admins."] {
            assert_eq!(told.matches(&format!("next in line: {who}")).count(), 1, "{told}");
        }
        // Who comes next is told directly as well: they need not be in that channel.
        for name in ["Partner manager", "Admin"] {
            let heard = world.heard(name).await;
            assert!(heard.contains("Case 1 waits for a decision since "), "{name}: {heard}");
        }
    })
    .await;
}
