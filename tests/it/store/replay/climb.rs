//! A partner rises, is told that it would not stay, makes up for it, and falls the next time.

use vouch::jobs::tiers;

use super::story::Story;

/// They bring nothing by which anything in the story goes otherwise.
pub const TIERS: &str = r#"
[[tiers]]
name = "Bronze"
[[tiers]]
name = "Silver"
approved = 1
within_days = 90
[[tiers]]
name = "Gold"
approved = 5000
within_days = 90
"#;

impl Story<'_> {
    pub async fn climbs_and_falls(&mut self) {
        self.protected("climb.example").await;
        self.tiers_at("2028-06-05T10:00:00Z").await;
        self.protected("stay.example").await;
        self.tiers_at("2028-07-03T10:00:00Z").await;
        self.tiers_at("2028-12-05T10:00:00Z").await;
        self.tiers_at("2029-01-03T10:00:00Z").await;
    }

    async fn tiers_at(&mut self, time: &str) {
        self.clock_goes_to(time.parse().unwrap()).await;
        tiers::run(self.app).await.unwrap();
    }
}
