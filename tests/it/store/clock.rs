//! A machine's clock that is set back: the log goes on from its last time, and what was over stays
//! over.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use vouch::app::execute::{Act, InCase, Outcome};
use vouch::app::{App, Sealed};
use vouch::chat::inbound::Reply;
use vouch::domain::case::decide::Decide;
use vouch::domain::case::no::CaseNo;
use vouch::domain::case::{self, Case, Phase, Rule};
use vouch::domain::ids::ReferralId;
use vouch::domain::outcome::Refusal;
use vouch::domain::referral::{Referral, Status};
use vouch::jobs;
use vouch::program::InForce;
use vouch::store::audit::{self, Verdict};
use vouch::store::queries;

use super::replay::{Story, app_of};
use super::{Room, on_each};

const RESOLVER: &str = "slack:T1:U31";
const NORTH: &str = "slack:T2:U3";
const SOUTH: &str = "slack:T3:U4";
const MONDAY: &str = "2029-07-02T09:00:00Z";

async fn in_a_room(room: &Room) -> App {
    let mut app = app_of(room);
    app.in_force = InForce::new(vouch::program::Program::built_in());
    room.clock.set(MONDAY.parse().unwrap());
    app
}

async fn acts(story: &mut Story<'_>, who: &str, case: &Case, act: InCase) -> Outcome {
    let (app, inbound) = (story.app, story.inbound(who, String::new()));
    app.act_in_case(&inbound, case, act, Vec::new(), Reply::Nothing).await.unwrap()
}

async fn now_at(app: &App, id: &ReferralId) -> Referral {
    queries::referral(&app.store.db, id).await.unwrap().unwrap()
}

/// North's is approved, South's comes into a case, and a resolver decides for North.
async fn decided(story: &mut Story<'_>) -> (Referral, Referral, Case) {
    let app = story.app;
    let north = story.protected("acme.example").await;
    let partner = story.partner("SOU").await;
    story.refers_to("acme.example", partner, SOUTH, false).await;
    let live = queries::live_on(&app.store.db, "acme.example").await.unwrap();
    let south = live.into_iter().find(|one| one.id != north.id).unwrap();
    let case = queries::case_of(&app.store.db, &south.id).await.unwrap().unwrap();
    let uphold = Decide {
        outcome: case::Outcome::UpholdFirst,
        rules: vec![Rule::R5],
        winner: None,
        texts: BTreeMap::new(),
    };
    let done = acts(story, RESOLVER, &case, InCase::Decide(uphold)).await;
    assert!(matches!(done, Outcome::Answered(_)));
    (north, south, case)
}

#[tokio::test]
async fn what_was_over_stays_over_when_the_clock_is_set_back_and_the_log_never_goes_back() {
    on_each(async |room| {
        let app = in_a_room(room).await;
        let mut story = Story::begin(&app, 7).await;
        let (north, south, case) = decided(&mut story).await;
        story.clock_goes_to(app.now() + TimeDelta::days(9)).await;
        assert_eq!(now_at(&app, &south.id).await.status, Status::Rejected);

        // Back to when it could still be appealed, and further.
        room.clock.set("2029-07-03T09:00:00Z".parse().unwrap());
        let appeal = InCase::Appeal(south.id, Sealed::new("They asked us").seal, None);
        let no = acts(&mut story, SOUTH, &case, appeal).await;
        let over = |no: &CaseNo| matches!(no, CaseNo::AppealOver { .. });
        assert!(matches!(&no, Outcome::Refused(Refusal::Case { why }) if over(why)));
        room.clock.set("2029-06-04T09:00:00Z".parse().unwrap());
        jobs::cases::run(&app, app.now()).await.unwrap();
        jobs::deadlines::run(&app, app.now()).await.unwrap();
        let domains = [south.submission.domain.clone()].into();
        let cases = queries::cases_on(&app.store.db, &domains).await.unwrap();
        assert_eq!(cases[0].phase, Phase::Final);
        let inbound = story.inbound(NORTH, String::new());
        let done = app.act_on(&inbound, &north, Act::Withdraw, Vec::new()).await.unwrap();
        assert!(matches!(done, Outcome::Answered(_)), "people go on working");

        let withdrawn = now_at(&app, &north.id).await;
        assert!(withdrawn.since >= now_at(&app, &south.id).await.since, "behind what was before");
        let events = queries::events_after(&app.store.db, 0, i64::MAX).await.unwrap();
        assert!(events.is_sorted_by_key(|event| event.at_us), "no time in the log goes back");
        let verdict = audit::verify(&app.store.db).await.unwrap();
        assert!(matches!(verdict, Verdict::Whole { .. }), "{verdict:?}");
    })
    .await;
}
