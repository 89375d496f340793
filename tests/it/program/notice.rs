//! A change that affects partners holds once each of their channels has had the notice for as long as
//! the programme in force promises.

use vouch::program::BUILT_IN;

use super::{programme, said};
use crate::world::child::PATIENCE;
use crate::world::{Wire, World, apart, everywhere};

/// The built-in programme with a notice period, and these days of protection.
fn with_notice(days: u32, protection_days: u32) -> String {
    programme(protection_days, 2).replace("notice_days = 0", &format!("notice_days = {days}"))
}

impl World {
    /// What `vouch program apply` says; it must end well.
    async fn recorded(&self, text: &str, more: &[&str]) -> String {
        self.writes("applied.toml", text);
        let applied = self.command(&[&["program", "apply", "applied.toml"], more].concat()).await;
        assert!(applied.status.success(), "{}", said(&applied));
        String::from_utf8(applied.stdout).unwrap()
    }

    /// Waits until a partner's channel reads this.
    async fn reads_of(&self, channel: &str, words: &str) {
        let reads = async {
            loop {
                self.clock_on("1m").await;
                self.settle().await;
                let seen = self.all_in(channel).await;
                if seen.iter().any(|one| one.text.contains(words)) {
                    break;
                }
            }
        };
        tokio::time::timeout(PATIENCE, reads).await.expect(words);
    }

    async fn in_force(&self) -> String {
        let shown = self.command(&["program", "show"]).await;
        String::from_utf8(shown.stdout).unwrap()
    }

    /// Through which day a new referral would be protected when it was approved now.
    async fn would_protect(&self, website: &str) -> String {
        let (member, sales) = (self.person("Partner member"), self.person("Sales 1"));
        let referral = member.refers(website).await;
        sales.approves(&referral).await;
        let card = member.card(&referral).await.text;
        let (_, through) = card.split_once("protected through ").unwrap();
        through.split('.').next().unwrap().to_owned()
    }
}

#[tokio::test]
async fn partners_are_told_before_a_change_holds_and_it_waits_for_the_notice_period() {
    everywhere(async |world| {
        world.clock_at("2027-03-01T10:00:00Z").await;
        // Nothing was promised before: as soon as everybody was told.
        world.comes_into_force(&with_notice(14, 90)).await;
        let told = world.person("Partner member").text_in("north-partner").await;
        assert!(told.contains("Changes like this are told 14 days before; it was 0."), "{told}");

        world.clock_at("2027-03-02T10:00:00Z").await;
        let printed = world.recorded(&with_notice(14, 60), &[]).await;
        assert!(printed.contains("on at the earliest, when partners were told in"), "{printed}");
        let head = "The rules change on 16 March 2027.";
        for channel in ["north-partner", "south-partner"] {
            world.reads_of(channel, head).await;
        }
        for (name, channel) in [("North admin", "north-partner"), ("South member", "south-partner")]
        {
            let told = world.person(name).text_in(channel).await;
            assert_eq!(told.matches(head).count(), 1, "{channel}: {told}");
            assert!(
                told.contains("Approved referrals are yours for 60 days; it was 90."),
                "{told}"
            );
        }
        assert_eq!(world.in_force().await, with_notice(14, 90));
        assert_eq!(world.would_protect("acme.example").await, "31 May 2027");

        // Neither the day before nor a restart brings it; the day that was told does.
        world.clock_at("2027-03-15T20:00:00Z").await;
        world.settle().await;
        world.restart().await;
        world.settle().await;
        assert_eq!(world.in_force().await, with_notice(14, 90));
        world.clock_at("2027-03-16T10:00:00Z").await;
        world.in_force_is(&with_notice(14, 60)).await;
        assert!(world.promised().await.contains("Approved referrals are yours for 60 days."));
        assert_eq!(world.would_protect("birch.example").await, "15 May 2027");
        let told = world.person("North admin").text_in("north-partner").await;
        assert_eq!(told.matches(head).count(), 1, "said once: {told}");
        let verified = world.command(&["audit", "verify"]).await;
        assert!(verified.status.success(), "{}", said(&verified));
    })
    .await;
}

#[tokio::test]
async fn a_change_holds_on_its_day_and_can_be_taken_back_until_then() {
    everywhere(async |world| {
        world.clock_at("2027-03-01T10:00:00Z").await;
        let day = ["--effective", "2027-03-10"];
        let past = ["program", "apply", "applied.toml", "--effective", "2020-02-28"];
        let reasons = BUILT_IN.replace("\"Too early\"", "\"Later\"");
        world.writes("applied.toml", &reasons);
        let refused = world.command(&past).await;
        assert_eq!(refused.status.code(), Some(2));
        assert!(said(&refused).contains("--effective names a day that is over."));

        // What partners do not see waits for its day, and nobody is told.
        let printed = world.recorded(&reasons, &day).await;
        assert!(printed.ends_with("It holds from 2027-03-10 on.\n"), "{printed}");
        world.clock_on("1m").await;
        world.settle().await;
        let told = world.person("Partner member").text_in("north-partner").await;
        assert!(!told.contains("The rules change"), "{told}");
        assert_eq!(world.in_force().await, BUILT_IN);

        // Another takes its place, and that one is taken back: what was told is told back.
        let printed = world.recorded(&programme(60, 2), &day).await;
        assert!(printed.contains("It holds from 2027-03-10 on at the earliest"), "{printed}");
        world.reads_of("north-partner", "yours for 60 days; it was 90.").await;
        let printed = world.recorded(BUILT_IN, &[]).await;
        assert!(printed.contains("What was announced does not come."), "{printed}");
        world.reads_of("north-partner", "yours for 90 days; it was 60.").await;
        let told = world.person("Partner member").text_in("north-partner").await;
        assert!(told.contains("Approved referrals are yours for 60 days; it was 90."), "{told}");
        assert!(told.contains("Approved referrals are yours for 90 days; it was 60."), "{told}");
        world.clock_at("2027-03-11T10:00:00Z").await;
        world.settle().await;
        assert_eq!(world.in_force().await, BUILT_IN);

        world.recorded(&reasons, &["--effective", "2027-03-12"]).await;
        world.clock_at("2027-03-12T10:00:00Z").await;
        world.in_force_is(&reasons).await;
    })
    .await;
}

#[tokio::test]
async fn a_change_waits_until_the_notice_could_be_posted() {
    apart(Wire::Socket, async |world| {
        // The bot is away: nobody can be told, so nothing changes.
        world.stop_bot().await;
        world.writes("applied.toml", &programme(60, 2));
        let (code, printed) = world.runs(&["program", "apply", "applied.toml"]).await;
        assert_eq!(code, Some(0), "{printed}");
        assert!(printed.contains("on at the earliest, when partners were told in"), "{printed}");
        let shown = async || world.runs(&["program", "show"]).await.1;
        assert!(shown().await.contains("protection_days = 90"));
        world.start_bot().await;
        let holds = async { while !shown().await.contains("protection_days = 60") {} };
        tokio::time::timeout(PATIENCE, holds).await.expect("it comes into force");
        let told = world.person("South member").text_in("south-partner").await;
        assert!(told.contains("Approved referrals are yours for 60 days; it was 90."), "{told}");
    })
    .await;
}
