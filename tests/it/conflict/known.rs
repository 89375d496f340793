//! Cases on companies that the vendor's own systems know: the first rules of the ladder.

use serde_json::json;

use super::ways::decides_alone;
use super::{MONDAY, case_card, decides};
use crate::world::{Referral, World, everywhere};

const FILE: &str = "\
account name,domain,aliases,kind,last activity
Marker Talks,talks.example,talks-group.example,opportunity,2027-02-20
Marker Silence,silence.example,,opportunity,2026-12-01
Marker Customer,customer.example,,customer,
";

async fn takes_the_file_in(world: &World) {
    world.clock_at(MONDAY).await;
    let (code, said, trouble) = world.imports(FILE, &["--apply"]).await;
    assert_eq!((code, trouble.as_str()), (0, ""), "{said}");
}

/// What the card of a case proposes, and its buttons.
async fn proposes(world: &World, number: u32, line: &str, buttons: &[&str]) {
    let card = case_card(world, number).await;
    assert!(card.text.contains(line), "{card:?}");
    assert_eq!(card.buttons, buttons, "{card:?}");
}

#[tokio::test]
async fn the_rules_propose_by_what_the_vendors_own_systems_know() {
    everywhere(async |world| {
        takes_the_file_in(world).await;
        let north = world.person("Partner member");
        let why = ["Show why"];
        #[rustfmt::skip]
        let table = [
            ("talks.example",    "Our own team keeps the account (R3). Own opportunity, last activity before it on 20 February 2027.", &["Decide", "Ask for evidence", "Show why"][..], &why[..]),
            ("silence.example",  "(R7).",                                                                                            &["Decide", "Ask for evidence", "Show why"],     &why),
            ("customer.example", "Closed without an award (R2). The account is a customer.",                                        &why,                                            &["Approve", "Reject", "Show why"]),
        ];
        for (number, (website, line, of_case, of_sales)) in (1..).zip(table) {
            let referral: Referral = north.refers(website).await;
            proposes(world, number, line, of_case).await;
            let card = world.person("Sales 1").card(&referral).await;
            assert_eq!(card.buttons, of_sales, "{website}");
        }
        let told = north.text_in("north-partner").await;
        assert!(!told.contains("Marker Talks") && !told.contains("R3"), "{told}");
    })
    .await;
}

#[tokio::test]
async fn a_resolver_reads_rule_by_rule_why_the_rules_propose_it() {
    everywhere(async |world| {
        takes_the_file_in(world).await;
        world.person("Partner member").refers("talks.example").await;
        let resolver = world.person("Resolver 1");
        resolver.presses_on("Show why", &case_card(world, 1).await).await;
        world.settle().await;
        let why = resolver.last_whisper_in("resolvers").await.text;
        for line in [
            "Our own team keeps the account (R3).",
            "Rule by rule, by what is known now.",
            "R2 A company that is our customer already cannot be referred. Not met.",
            "before the first registration. Met. Own opportunity, last activity before it on 20 February 2027.",
            "R4 A written choice of the buyer is evidence; a person decides. Not asked: a rule before it is met.",
            "A split that both sides confirm (R8) takes the place of R5 to R7.",
        ] {
            assert!(why.contains(line), "{line}: {why}");
        }
        // What the vendor's systems learn later does not change what the rules said then.
        world.clock_at("2027-03-04T10:00:00Z").await;
        world.settle().await;
        decides_alone(world, "Our own team keeps the account").await;
        let changed = FILE.replace("2027-02-20", "2026-11-20");
        let (code, said, _) = world.imports(&changed, &["--apply"]).await;
        assert_eq!(code, 0, "{said}");
        resolver.presses_on("Show why", &case_card(world, 1).await).await;
        world.settle().await;
        let why = resolver.last_whisper_in("resolvers").await.text;
        assert!(why.contains("decided by Resolver 1"), "{why}");
        assert!(why.contains("as it stood when the time for evidence was over"), "{why}");
        assert!(why.contains("Met. Own opportunity"), "{why}");
    })
    .await;
}

#[tokio::test]
async fn who_registers_another_domain_of_the_company_comes_into_the_same_case() {
    everywhere(async |world| {
        takes_the_file_in(world).await;
        world.person("Partner member").refers("talks.example").await;
        world.person("South member").refers("talks-group.example").await;
        let line = "Our own team keeps the account (R3).";
        let buttons = ["Decide", "Ask for evidence", "Suggest a split", "Show why"];
        proposes(world, 1, line, &buttons).await;
        let card = case_card(world, 1).await;
        assert!(card.text.contains("SOU-1 from South Partner: In review"), "{card:?}");
        let cases = "select count(*) from conflict_case";
        assert_eq!(world.database.count(cases).await, 1);

        decides(world, "Resolver 1", json!({})).await;
        world.clock_at("2027-03-10T10:00:00Z").await;
        world.settle().await;
        let (north, south) = ("NOR-1".to_owned(), "SOU-1".to_owned());
        let rejected = "rejected".to_owned();
        let mut all = world.referrals().await;
        all.sort();
        assert_eq!(all, [(north, rejected.clone()), (south, rejected)]);
        let told = world.person("South member").text_in("south-partner").await;
        assert!(told.contains("Our own team was in talks"), "{told}");
    })
    .await;
}
