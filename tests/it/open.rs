//! A referral found by typing: case 5 of those that are known to hurt.

use futures_util::future::join_all;

use crate::world::{Only, on_slack};

const COMPANIES: [(&str, &str); 3] = [
    ("acme.example", "Acme Ltd"),
    ("birch.example", "Birch & Sons"),
    ("cedar.example", "100% Cedar"),
];

#[tokio::test]
async fn only_ones_own_are_offered_whatever_comes_first() {
    on_slack(Only::Screens, async |world| {
        let south = world.person("South member");
        for (website, company) in COMPANIES {
            south.refers_with(&[("Company website", website), ("Company name", company)]).await;
        }
        let north = world.person("Partner member");
        north.refers_with(&[("Company website", "oak.example"), ("Company name", "Oak")]).await;

        assert_eq!(south.types("south-partner", "/vouch open").await.screen.title, "Open a referral");
        #[rustfmt::skip]
        let table: [(&str, &[&str]); 9] = [
            ("",      &["SOU-3 100% Cedar · Submitted", "SOU-2 Birch & Sons · Submitted", "SOU-1 Acme Ltd · Submitted"]),
            ("a",     &["SOU-3 100% Cedar · Submitted", "SOU-2 Birch & Sons · Submitted", "SOU-1 Acme Ltd · Submitted"]),
            ("ac",    &["SOU-1 Acme Ltd · Submitted"]),
            ("ACME",  &["SOU-1 Acme Ltd · Submitted"]),
            ("sou-2", &["SOU-2 Birch & Sons · Submitted"]),
            ("0%",    &["SOU-3 100% Cedar · Submitted"]),
            ("_",     &[]),
            ("oak",   &[]),
            ("NOR-1", &[]),
        ];
        // All at once: each keystroke has its own answer, in whichever order they come.
        let typed = table.iter().rev().map(async |(typed, offered)| {
            assert_eq!(south.is_offered("Account", typed).await, *offered, "{typed}");
        });
        join_all(typed).await;
        let opened = south.submits(&[("Account", "SOU-1 Acme Ltd · Submitted")]).await;
        assert_eq!(opened.screen.title, "SOU-1");

        let sales = world.person("Sales 1");
        sales.types("sales-desk", "/vouch open").await;
        assert_eq!(sales.is_offered("Account", "oak").await, ["NOR-1 Oak · Submitted"]);
        let all = sales.is_offered("Account", "").await;
        assert_eq!(all.len(), 4);
    })
    .await;
}

/// A platform takes a hundred options, whatever there is.
#[tokio::test]
async fn case_05_of_more_than_a_hundred_the_newest_hundred_are_offered_and_typing_leads_to_the_rest()
 {
    const REFERRALS: usize = 104;
    on_slack(Only::Screens, async |world| {
        let south = world.person("South member");
        for nth in 1..=REFERRALS {
            let website = format!("company{nth}.example");
            south.refers_with(&[("Company website", &website), ("Company name", "Acme")]).await;
        }
        south.types("south-partner", "/vouch open").await;
        let offered = south.is_offered("Account", "acme").await;
        assert_eq!(offered.len(), 100);
        assert_eq!(offered[0], format!("SOU-{REFERRALS} Acme · Submitted"), "the newest first");
        assert!(!offered.contains(&"SOU-1 Acme · Submitted".to_owned()));
        assert_eq!(south.is_offered("Account", "company1.ex").await, ["SOU-1 Acme · Submitted"]);
    })
    .await;
}
