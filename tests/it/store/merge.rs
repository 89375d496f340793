//! What was sent twice and is one goes on once: with the deal that the CRM knows of the other.

use std::collections::BTreeMap;

use vouch::app::accounts::Alias;
use vouch::app::execute::{Act, InCase, Outcome};
use vouch::app::{App, Sealed};
use vouch::chat::inbound::Reply;
use vouch::domain::account::Domain;
use vouch::domain::case::decide::Decide;
use vouch::domain::case::evidence::State;
use vouch::domain::case::{self, Rule};
use vouch::domain::ids::ReferralId;
use vouch::domain::referral::{Approve, Referral, Status};
use vouch::program::InForce;
use vouch::store::queries;

use super::on_each;
use super::replay::{Story, app_of};

const SALES: &str = "slack:T1:U1";
const RESOLVER: &str = "slack:T1:U31";
const NORTH: &str = "slack:T2:U3";

async fn now_at(app: &App, id: &ReferralId) -> Referral {
    queries::referral(&app.store.db, id).await.unwrap().unwrap()
}

/// North's second, approved, with the opportunity that it is in the CRM.
async fn with_a_deal(story: &mut Story<'_>) -> Referral {
    let app = story.app;
    let partner = story.partner("NOR").await;
    story.refers_to("works.example", partner, NORTH, false).await;
    let second = queries::live_on(&app.store.db, "works.example").await.unwrap().remove(0);
    let approve = Approve { owner: story.sales[0], note: None, reason: None };
    let inbound = story.inbound(SALES, String::new());
    let done = app.act_on(&inbound, &second, Act::Approve(approve), Vec::new()).await.unwrap();
    assert!(matches!(done, Outcome::Answered(_)));
    says(app, "1", "meeting").await;
    assert!(now_at(app, &second.id).await.deal.heard.is_some());
    second
}

async fn says(app: &App, id: &str, stage: &str) {
    let at = app.now().to_rfc3339();
    let event = format!(
        r#"{{"id":"{id}","at":"{at}","account":{{"id":"1","name":"Works","domains":["works.example"]}},
            "opportunity":{{"id":"1","stage":"{stage}","amount":{{"minor":100,"currency":"EUR"}}}}}}"#
    );
    app.take_crm_event(&event).await.unwrap();
}

async fn are_merged(story: &mut Story<'_>, first: &Referral, second: &Referral) {
    let app = story.app;
    let [one, other] =
        ["acme.example", "works.example"].map(|name| Domain::stored(name.to_owned()));
    let inbound = story.inbound(SALES, String::new());
    app.alias(&inbound, Alias::Join(one, other)).await.unwrap();
    let state = State { claim: None, text: Sealed::new("One").seal, link: None, on: None };
    let inbound = story.inbound(SALES, String::new());
    app.open_case(&inbound, second, state, Vec::new(), Reply::Nothing).await.unwrap();
    let case = queries::case_of(&app.store.db, &second.id).await.unwrap().unwrap();
    assert!(case.party(&first.id).is_some());
    let merge = Decide {
        outcome: case::Outcome::Merge,
        rules: vec![Rule::R7],
        winner: None,
        texts: BTreeMap::new(),
    };
    for (who, act) in [(RESOLVER, InCase::Decide(merge)), (NORTH, InCase::Waive(second.id))] {
        let inbound = story.inbound(who, String::new());
        let done = app.act_in_case(&inbound, &case, act, Vec::new(), Reply::Nothing).await;
        assert!(matches!(done.unwrap(), Outcome::Answered(_)), "{who}");
    }
}

#[tokio::test]
async fn a_deal_of_what_is_merged_is_won_by_what_goes_on_and_counts_once() {
    on_each(async |room| {
        let mut app = app_of(room);
        app.in_force = InForce::new(vouch::program::Program::built_in());
        room.clock.set("2029-07-02T09:00:00Z".parse().unwrap());
        let mut story = Story::begin(&app, 7).await;
        let first = story.protected("acme.example").await;
        let second = with_a_deal(&mut story).await;
        are_merged(&mut story, &first, &second).await;
        let (goes_on, merged) = (now_at(&app, &first.id).await, now_at(&app, &second.id).await);
        assert_eq!((goes_on.status, merged.status), (Status::Approved, Status::Merged));
        assert!(goes_on.deal.heard.is_some() && merged.deal.heard.is_none());

        says(&app, "2", "closed_won").await;
        let (won, merged) = (now_at(&app, &first.id).await, now_at(&app, &second.id).await);
        assert_eq!((won.status, merged.status), (Status::Won, Status::Merged));
    })
    .await;
}
