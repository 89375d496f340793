//! Two partners want one account: the case from the match to its end, by people's clicks. [`ways`]
//! has the other ways in which a case begins, goes on and ends, [`known`] cases on companies that the
//! vendor knows already, [`exception`] those that sales approves all the same, [`list`] those that are
//! open, [`merge`] what one partner has sent twice, [`rests`] deadlines meanwhile, [`trouble`] what goes wrong.

#[path = "conflict/exception.rs"]
mod exception;
#[path = "conflict/known.rs"]
mod known;
#[path = "conflict/list.rs"]
mod list;
#[path = "conflict/merge.rs"]
mod merge;
#[path = "conflict/rests.rs"]
mod rests;
#[path = "conflict/trouble.rs"]
mod trouble;
#[path = "conflict/ways.rs"]
mod ways;

use serde_json::json;

use crate::world::{Message, Person, Referral, World, everywhere};

/// A Monday, ten o'clock where the programme lives.
const MONDAY: &str = "2027-03-01T10:00:00Z";

/// What tells South from everybody else.
const SOUTHS_WORDS: [(&str, &str); 4] = [
    ("Company website", "shop.acme.example"),
    ("Company name", "Marker rival company"),
    ("Need", "Marker rival need: a new roof"),
    ("Contact name", "Marker rival contact"),
];

/// The card of the case with this number, in the resolvers' channel.
pub async fn case_card(world: &World, number: u32) -> Message {
    let head = format!("Case {number} · ");
    let found = world.all_in("resolvers").await;
    let card = found.into_iter().find(|one| one.thread.is_none() && one.text.contains(&head));
    card.unwrap_or_else(|| panic!("case {number} has no card"))
}

/// North's referral, approved by somebody who is a resolver as well, and South's on the same account.
pub async fn two_on_one_account(world: &World) -> (Referral, Referral) {
    world.clock_at(MONDAY).await;
    let first = world.person("Partner member").refers("acme.example").await;
    world.person("Sales resolver").approves(&first).await;
    world.clock_at("2027-03-02T10:00:00Z").await;
    let second = world.person("South member").refers_with(&SOUTHS_WORDS).await;
    (first, second)
}

/// Opens the form of a decision and sends it with these fields beside the usual texts.
async fn decides(world: &World, who: &str, fields: serde_json::Value) {
    let (card, who) = (case_card(world, 1).await, world.person(who));
    let opened = who.presses_on("Decide", &card).await;
    assert!(opened.screen.open(), "{}: {opened:?}", who.name());
    let mut all = json!({
        "Text for referral 1": "Marker text for the first side.",
        "Text for referral 2": "Marker text for the second side.",
    });
    let serde_json::Value::Object(own) = fields else { panic!("fields by their labels") };
    all.as_object_mut().unwrap().extend(own);
    let sent = who.submits_all(all).await;
    assert!(sent.screen.words.contains("Case 1 is decided"), "{}: {sent:?}", who.name());
    world.settle().await;
}

/// Whatever anybody of a partner reads, in its channel or alone, holds nothing of the other.
async fn nobody_reads_of_the_other(world: &World) {
    let of_north = ["North", "NOR-", "Partner member", "Marker Acme"];
    let of_south = ["South", "SOU-", "Marker rival"];
    let inside = ["Case 1", "Resolver", "Sales resolver decided", "R5"];
    for (names, channel, never) in [
        (["Partner member", "North admin"], "north-partner", &of_south[..]),
        (["South member", "South admin"], "south-partner", &of_north[..]),
    ] {
        for name in names {
            let mut read = world.person(name).text_in(channel).await;
            read.push_str(&world.heard(name).await);
            for word in never.iter().chain(&inside) {
                assert!(!read.contains(word), "{name} reads {word}: {read}");
            }
        }
    }
}

async fn statuses(world: &World, expected: [(&str, &str); 2]) {
    let mut all = world.referrals().await;
    all.sort();
    let expected = expected.map(|(number, status)| (number.to_owned(), status.to_owned()));
    assert_eq!(all, expected);
}

fn refused(who: &Person<'_>, heard: &str, sentence: &str) {
    assert!(heard.contains(sentence), "{} heard: {heard}", who.name());
}

#[tokio::test]
async fn two_partners_want_one_account_and_another_resolver_has_the_last_word() {
    everywhere(async |world| {
        let (_, second) = two_on_one_account(world).await;
        let (north, south) = (world.person("Partner member"), world.person("South member"));
        let receipt = &second.receipt.words;
        assert!(receipt.contains("This company will be reviewed before we decide."), "{receipt}");
        let card = case_card(world, 1).await;
        assert!(
            card.text.contains("The rules propose: The first referral stands (R5)."),
            "{card:?}"
        );
        assert!(card.text.contains("NOR-1 from North Partner: Approved"), "{card:?}");
        assert!(card.text.contains("SOU-1 from South Partner: In review"), "{card:?}");
        assert!(card.text.contains("Cannot decide: Sales resolver"), "{card:?}");
        let asked = "is in review. All clocks are stopped and your registration time is safe.";
        for (person, channel, number) in
            [(&north, "north-partner", "NOR-1"), (&south, "south-partner", "SOU-1")]
        {
            let told = person.text_in(channel).await;
            assert!(told.contains(&format!("{number} {asked}")), "{told}");
        }

        // Whoever owns one of the two decides nothing; nor does sales.
        let owner = world.person("Sales resolver");
        let pressed = owner.presses_on("Decide", &card).await;
        assert!(!pressed.screen.open(), "{pressed:?}");
        world.settle().await;
        refused(
            &owner,
            &world.heard("Sales resolver").await,
            "You own NOR-1, so another resolver decides.",
        );

        let resolver = world.person("Resolver 1");
        let form = resolver.presses_on("Decide", &card).await.screen;
        assert_eq!(form.title, "Decide case 1");
        assert_eq!(form.values["Outcome"], "The first referral stands");
        let naming = json!({
            "Text for referral 1": "The other side, south-partner, came later.",
            "Text for referral 2": "SOU-1 came after NOR-1.",
        });
        let sent = resolver.submits_all(naming).await;
        let say_it_without = |name| format!("This names {name}; say it without the name.");
        assert_eq!(sent.error_at("Text for referral 1"), say_it_without("South Partner"));
        assert_eq!(sent.error_at("Text for referral 2"), say_it_without("NOR-1"));
        resolver.closes().await;
        decides(world, "Resolver 1", json!({})).await;

        let told = north.text_in("north-partner").await;
        assert!(told.contains("The review of NOR-1 is decided: your referral stands."), "{told}");
        let told = south.text_in("south-partner").await;
        let line = "The review of SOU-1 is decided: we cannot give you this account. \
                    The account already has a protection that is in use.";
        assert!(told.contains(line), "{told}");
        statuses(world, [("NOR-1", "approved"), ("SOU-1", "in_conflict")]).await;

        south.presses_in("south-partner", "Appeal the decision").await;
        south.submits(&[("What did we miss?", "Marker evidence: they asked us in January.")]).await;
        world.settle().await;
        let told = south.text_in("south-partner").await;
        assert!(told.contains("Your appeal on SOU-1 is in."), "{told}");
        let card = case_card(world, 1).await;
        assert!(card.text.contains("Appealed, decide by"), "{card:?}");
        let notes = world.person("Resolver 2").text_in("resolvers").await;
        assert!(notes.contains("Marker evidence: they asked us in January."), "{notes}");

        let pressed = resolver.presses_on("Decide", &card).await;
        assert!(!pressed.screen.open(), "{pressed:?}");
        world.settle().await;
        let sentence = "You made the decision that was appealed, so another resolver decides.";
        refused(&resolver, &world.heard("Resolver 1").await, sentence);
        world.clock_at("2027-03-05T10:00:00Z").await;
        decides(world, "Resolver 2", json!({})).await;

        statuses(world, [("NOR-1", "approved"), ("SOU-1", "rejected")]).await;
        let told = south.text_in("south-partner").await;
        assert!(
            told.contains("The appeal is decided for SOU-1: we cannot give you this account."),
            "{told}"
        );
        // Open from Tuesday to Friday: four dates are added to ninety from the first of March.
        let told = north.text_in("north-partner").await;
        assert!(told.contains("protected through 3 June 2027"), "{told}");
        assert!(case_card(world, 1).await.text.contains("Final"), "the case is over");
        nobody_reads_of_the_other(world).await;
        // Each reads the text that was written for it, and not the other's.
        let (ours, theirs) = ("for the first side", "for the second side");
        for (person, channel, own, other) in
            [(&north, "north-partner", ours, theirs), (&south, "south-partner", theirs, ours)]
        {
            let told = person.text_in(channel).await;
            assert!(told.contains(own) && !told.contains(other), "{told}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_decision_that_nobody_appeals_is_final_after_five_business_days() {
    everywhere(async |world| {
        world.clock_at(MONDAY).await;
        let (north, south) = (world.person("Partner member"), world.person("South member"));
        north.refers("acme.example").await;
        world.clock_at("2027-03-01T12:00:00Z").await;
        south.refers_with(&SOUTHS_WORDS).await;
        let card = case_card(world, 1).await;
        assert!(
            card.text.contains("The rules propose: The first referral stands (R7)."),
            "{card:?}"
        );
        assert!(card.text.contains("Evidence until"), "{card:?}");
        // Two business days for evidence, then the proposal stands.
        world.clock_at("2027-03-03T12:05:00Z").await;
        world.settle().await;
        assert!(case_card(world, 1).await.text.contains("Proposed, decide by"));
        decides(world, "Resolver 1", json!({})).await;
        statuses(world, [("NOR-1", "in_conflict"), ("SOU-1", "in_conflict")]).await;
        world.clock_at("2027-03-10T12:04:00Z").await;
        world.settle().await;
        statuses(world, [("NOR-1", "in_conflict"), ("SOU-1", "in_conflict")]).await;
        world.clock_at("2027-03-10T12:15:00Z").await;
        world.settle().await;
        statuses(world, [("NOR-1", "submitted"), ("SOU-1", "rejected")]).await;
        let told = north.text_in("north-partner").await;
        // Two hours of two business days were used when the clock stopped.
        assert!(
            told.contains(
                "The review is over; the clock runs again. First answer by Fri 12 March 2027"
            ),
            "{told}"
        );
        let told = south.text_in("south-partner").await;
        assert!(
            told.contains(
                "We cannot give you this account. The earliest complete registration counts."
            ),
            "{told}"
        );
        nobody_reads_of_the_other(world).await;
        // What is left waits for sales, as before.
        let referral = Referral {
            number: "NOR-1".to_owned(),
            channel: "north-partner".to_owned(),
            receipt: crate::world::read::Screen::default(),
        };
        world.person("Sales 1").approves(&referral).await;
        statuses(world, [("NOR-1", "approved"), ("SOU-1", "rejected")]).await;
    })
    .await;
}

#[tokio::test]
async fn an_account_that_is_awarded_to_the_other_leaves_the_first_partner() {
    everywhere(async |world| {
        two_on_one_account(world).await;
        let outcome = json!({ "Outcome": "The later referral is awarded" });
        decides(world, "Resolver 1", outcome).await;
        let (north, south) = (world.person("Partner member"), world.person("South member"));
        let told = north.text_in("north-partner").await;
        assert!(
            told.contains("The review of NOR-1 is decided: we cannot give you this account."),
            "{told}"
        );
        // The one who lost accepts it, so nobody has to wait.
        north.presses_in("north-partner", "Accept the decision").await;
        world.settle().await;
        statuses(world, [("NOR-1", "released"), ("SOU-1", "approved")]).await;
        let told = south.text_in("south-partner").await;
        assert!(told.contains("SOU-1 is approved: protected through 31 May 2027."), "{told}");
        assert!(
            told.contains("Sales resolver takes it from here."),
            "who owned it goes on: {told}"
        );
        let told = north.text_in("north-partner").await;
        assert!(told.contains("Released"), "{told}");
        nobody_reads_of_the_other(world).await;
    })
    .await;
}
