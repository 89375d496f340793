//! A deal that is kept in a CRM: its referral follows what is said there, and what a person said last
//! stands. [`shared`] is a deal of two partners, and what becomes of one that opens again.

#[path = "deal/shared.rs"]
mod shared;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};

use crate::world::{Wire, World, new_here};

const SECRET: &str = "marker-secret-of-a-crm";

/// The opportunity as the CRM speaks of it.
fn event(id: &str, at: DateTime<Utc>, stage: &str) -> Value {
    json!({
        "id": id,
        "at": at,
        "account": { "id": "77", "name": "Marker Hooked", "domains": ["acme.example"] },
        "opportunity": { "id": "7", "stage": stage },
    })
}

impl World {
    async fn hears_of(&self, event: &Value) -> String {
        let now = chrono::Utc::now().timestamp();
        let (status, said) = self.crm_says(SECRET, now, &event.to_string()).await;
        assert_eq!(status, 200, "{said}");
        self.settle().await;
        said
    }

    /// How often a line was said in the partner's channel.
    async fn told(&self, line: &str) -> usize {
        self.person("Partner member").text_in("north-partner").await.matches(line).count()
    }

    /// What the owner was told directly of the CRM.
    async fn contradicted(&self) -> Vec<String> {
        let heard = self.person("Sales 1").direct_messages().await.into_iter();
        heard.map(|one| one.text).filter(|text| text.contains("the CRM says")).collect()
    }
}

/// The bot has a process, and so a clock, of its own: the story goes by that.
fn now() -> DateTime<Utc> {
    Utc::now()
}

#[tokio::test]
async fn a_stage_moves_as_the_crm_says_and_a_persons_newer_word_stands() {
    new_here(Wire::Socket, async |world| {
        world.start_bot_with("VOUCH_HOOK_SECRET", SECRET).await;
        world.settle().await;
        let (member, sales) = (world.person("Partner member"), world.person("Sales 1"));
        let referral = member.refers("acme.example").await;
        let before = now();
        sales.approves(&referral).await;
        let approved = now();

        // From before the approval: nothing.
        world.hears_of(&event("0", before, "meeting")).await;
        assert_eq!(world.told("Now in").await, 0);

        let mut first = event("1", now(), "Proposal");
        first["opportunity"]["amount"] = json!({ "minor": 1_250_000, "currency": "EUR" });
        world.hears_of(&first).await;
        let line = "Now in Proposal (was New).";
        assert_eq!(world.told(line).await, 1);
        assert!(sales.card(&referral).await.text.contains("Proposal"));
        // Repeated, and older: nothing.
        assert!(world.hears_of(&first).await.contains("repeated"));
        assert!(world.hears_of(&event("2", approved, "new")).await.contains("older"));
        assert_eq!(world.told("Now in").await, 1);

        // Somebody moves it on; what the CRM says of the time before that does not stand.
        let earlier = now();
        let by_hand = [("Stage", "Meeting"), ("Next step", "Call on Tuesday")];
        sales.fills_in("Move stage", &referral, &by_hand).await;
        for (id, later) in [("3", 0), ("4", 1)] {
            let at = earlier + TimeDelta::microseconds(later);
            world.hears_of(&event(id, at, "negotiation")).await;
        }
        assert_eq!(world.told("Now in").await, 2);
        let told = world.contradicted().await;
        assert_eq!(told.len(), 1, "once: {told:?}");
        assert!(told[0].contains("NOR-1") && told[0].contains("“Negotiation”"), "{told:?}");
        assert!(told[0].contains("the card “Meeting”"), "{told:?}");

        // What it says later does; the amount was said before.
        world.hears_of(&event("5", now(), "qualified")).await;
        assert_eq!(world.told("Now in Qualified (was Meeting).").await, 1);
        world.hears_of(&event("6", now(), "Closed Won")).await;
        assert_eq!(world.referrals().await, [("NOR-1".to_owned(), "won".to_owned())]);
        assert!(world.told("Won on").await > 0);
        let card = sales.card(&referral).await.text;
        assert!(card.contains("12,500.00"), "{card}");
        let heard = world.heard("Partner member").await;
        for hidden in ["12,500", "Marker Hooked", "CRM"] {
            assert!(!heard.contains(hidden), "{hidden}: {heard}");
        }
        let by_it = "select count(*) from event where actor = 'source:crm' and kind = 'won'";
        assert_eq!(world.database.count(by_it).await, 1);
    })
    .await;
}
