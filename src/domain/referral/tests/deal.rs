//! What a CRM says of a deal: what follows, and what stands.

use super::super::deal::{Deal, Heard, Others, Said, hear, takes_over};
use super::*;

const OURS: u8 = 1;

fn opportunity(id: u8) -> AccountNo {
    AccountNo::of("crm", &format!("opportunity:{id}"))
}

fn said(at_: &str, stage: Option<Stage>) -> Said {
    Said {
        opportunity: opportunity(OURS),
        at: at(at_),
        stage,
        amount: Some((1_250_000, "EUR".to_owned())),
        closed: "2026-03-10".parse().unwrap(),
        reason: Some("Timing".to_owned()),
        active: None,
    }
}

fn hears(referral: &Referral, said: &Said, now: &str) -> Vec<ReferralEvent> {
    hear(referral, said, Others::default(), &rules(), at(now))
}

/// Takes over what follows from what is said a minute after it happened.
fn after(mut referral: Referral, what: &Said) -> Referral {
    let now = what.at + TimeDelta::minutes(1);
    for event in hear(&referral, what, Others::default(), &rules(), now) {
        referral.apply(&event, now);
    }
    referral
}

/// Approved on 3 March at 15:00, and in talks since the fifth, as the CRM says.
fn bound() -> Referral {
    let referral = after(approved(), &said("2026-03-05T10:00:00Z", Some(Stage::Meeting)));
    assert_eq!(referral.stage, Some(Stage::Meeting));
    let heard = Heard { opportunity: opportunity(OURS), at: at("2026-03-05T10:00:00Z") };
    assert_eq!(referral.deal.heard, Some(heard));
    referral
}

/// The same, moved on by hand on the ninth at 12:00.
fn moved_by_hand() -> Referral {
    let mut referral = bound();
    let to = Move::To { stage: Stage::Proposal, next_step: Some(seal("call")) };
    let now = at("2026-03-09T12:00:00Z");
    for event in move_stage(&referral, to, &sales(20), &rules(), now).unwrap() {
        referral.apply(&event, now);
    }
    referral
}

#[test]
fn a_deal_follows_what_is_newer_and_what_a_person_said_last_stands() {
    let heard = |when: &str, stage, told| ReferralEvent::DealHeard {
        opportunity: opportunity(OURS),
        at: at(when),
        stage: Some(stage),
        active: None,
        told,
    };
    let moved = |stage, was| ReferralEvent::StageMoved { by: None, stage, was, next_step: None };
    let won = ReferralEvent::Won {
        by: None,
        amount_minor: 1_250_000,
        currency: "EUR".to_owned(),
        on: "2026-03-10".parse().unwrap(),
    };
    let on = "2026-03-12".parse().unwrap();
    let lost = ReferralEvent::Lost { by: None, reason: "Timing".to_owned(), on };
    let (eight, nine, ten) =
        ("2026-03-08T10:00:00Z", "2026-03-09T12:00:00Z", "2026-03-10T10:00:00Z");
    let says = |when, stage| said(when, Some(stage));
    let no_amount = Said { amount: None, ..says(ten, Stage::ClosedWon) };
    let no_reason = Said { reason: None, ..says(ten, Stage::ClosedLost) };
    let other = Said { opportunity: opportunity(2), ..says(ten, Stage::Proposal) };
    let ahead = says("2027-01-01T10:00:00Z", Stage::Proposal);
    let now = "2026-03-12T10:00:00Z";
    #[rustfmt::skip]
    let table = [
        ("forwards",                  bound(),         says(ten, Stage::Proposal),                 vec![heard(ten, Stage::Proposal, false), moved(Stage::Proposal, Stage::Meeting)]),
        ("and back",                  bound(),         says(ten, Stage::New),                      vec![heard(ten, Stage::New, false), moved(Stage::New, Stage::Meeting)]),
        ("where it stands",           bound(),         says(ten, Stage::Meeting),                  vec![heard(ten, Stage::Meeting, false)]),
        ("repeated",                  bound(),         says("2026-03-05T10:00:00Z", Stage::New),   vec![]),
        ("older than what is known",  bound(),         says("2026-03-04T10:00:00Z", Stage::New),   vec![]),
        ("another opportunity",       bound(),         other,                                      vec![]),
        ("won",                       bound(),         says(ten, Stage::ClosedWon),                vec![heard(ten, Stage::ClosedWon, false), won]),
        ("won, for nobody knows what", bound(),        no_amount,                                  vec![heard(ten, Stage::ClosedWon, true)]),
        ("lost",                      bound(),         says(ten, Stage::ClosedLost),               vec![heard(ten, Stage::ClosedLost, false), lost]),
        ("lost, nobody knows why",    bound(),         no_reason,                                  vec![heard(ten, Stage::ClosedLost, true)]),
        ("by a clock that is ahead",  bound(),         ahead,                                      vec![heard(now, Stage::Proposal, false), moved(Stage::Proposal, Stage::Meeting)]),
        ("before somebody moved it",  moved_by_hand(), says(eight, Stage::New),                    vec![heard(eight, Stage::New, true)]),
        ("as somebody moved it",      moved_by_hand(), says(nine, Stage::New),                     vec![heard(nine, Stage::New, true)]),
        ("the same as they said",     moved_by_hand(), says(eight, Stage::Proposal),               vec![heard(eight, Stage::Proposal, false)]),
        ("after somebody moved it",   moved_by_hand(), says(ten, Stage::New),                      vec![heard(ten, Stage::New, false), moved(Stage::New, Stage::Proposal)]),
    ];
    for (why, referral, said, expected) in table {
        assert_eq!(hears(&referral, &said, now), expected, "{why}");
    }
}

#[test]
fn an_owner_is_told_once_until_somebody_moves_it_again() {
    let told = |events: &[ReferralEvent]| {
        events.iter().any(|event| matches!(event, ReferralEvent::DealHeard { told: true, .. }))
    };
    let first = said("2026-03-08T10:00:00Z", Some(Stage::New));
    let second = said("2026-03-08T11:00:00Z", Some(Stage::New));
    let referral = moved_by_hand();
    assert!(told(&hears(&referral, &first, "2026-03-10T10:00:00Z")));
    let referral = after(referral, &first);
    assert!(referral.deal.told);
    assert!(!told(&hears(&referral, &second, "2026-03-10T10:00:00Z")));
    assert_eq!(referral.stage, Some(Stage::Proposal));
}

#[test]
fn an_opportunity_belongs_to_an_approved_referral_while_it_is_open() {
    let later = "2026-03-05T10:00:00Z";
    let short = || {
        let mut rules = rules();
        rules.stages = vec![Stage::New, Stage::ClosedWon, Stage::ClosedLost];
        rules
    };
    #[rustfmt::skip]
    let table = [
        ("approved",                      approved(),  said(later, Some(Stage::Meeting)),                  rules(), true),
        ("not yet approved",              submitted(), said(later, Some(Stage::Meeting)),                  rules(), false),
        ("in review",                     in_review(), said(later, Some(Stage::Meeting)),                  rules(), false),
        ("closed: it may be an old one",  approved(),  said(later, Some(Stage::ClosedWon)),                rules(), false),
        ("of no stage that we know",      approved(),  said(later, None),                                  rules(), false),
        ("of one that is not used here",  approved(),  said(later, Some(Stage::Meeting)),                  short(), false),
        ("from before the approval",      approved(),  said("2026-03-03T14:59:59Z", Some(Stage::Meeting)), rules(), false),
    ];
    for (why, referral, said, rules, bound) in table {
        let events = hear(&referral, &said, Others::default(), &rules, at("2026-03-06T10:00:00Z"));
        assert_eq!(!events.is_empty(), bound, "{why}");
    }
}

#[test]
fn what_is_logged_in_the_crm_is_activity_and_a_move_is_news_for_the_partner() {
    let referral = bound();
    let active = Some(at("2026-03-20T09:00:00Z"));
    let worked = Said { active, ..said("2026-03-20T10:00:00Z", None) };
    let heard = after(referral.clone(), &worked);
    assert_eq!((heard.active_at, heard.updated_at), (active, referral.updated_at));
    let moved = after(referral.clone(), &said("2026-03-20T10:00:00Z", Some(Stage::Proposal)));
    assert_eq!(moved.updated_at, at("2026-03-20T10:01:00Z"));
}

#[test]
fn in_the_tail_a_win_counts_and_where_somebody_else_was_approved_it_does_not() {
    let mut referral = bound();
    let window = referral.protection.clone().unwrap();
    let over = window.expires;
    referral.apply(&ReferralEvent::Expired { at: over }, over);
    let win =
        Said { closed: window.through, ..said("2026-06-20T10:00:00Z", Some(Stage::ClosedWon)) };
    let now = at("2026-06-20T11:00:00Z");
    let won = |approved_since| {
        let others = Others { approved_since, live: false };
        let events = hear(&referral, &win, others, &rules(), now);
        events.iter().any(|event| matches!(event, ReferralEvent::Won { .. }))
    };
    assert!(won(false) && !won(true));
    let back = said("2026-06-20T10:00:00Z", Some(Stage::Proposal));
    let events = hear(&referral, &back, Others::default(), &rules(), now);
    assert!(!events.iter().any(|event| matches!(event, ReferralEvent::StageMoved { .. })));
}

/// Lost on the twelfth of March, as the CRM says.
fn lost() -> Referral {
    after(bound(), &said("2026-03-12T10:00:00Z", Some(Stage::ClosedLost)))
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// The kinds of what follows, and the last protected day afterwards.
fn follows(
    referral: &Referral,
    what: &Said,
    others: Others,
    now: &str,
) -> (Vec<&'static str>, Status) {
    let mut referral = referral.clone();
    let events = hear(&referral, what, others, &rules(), at(now));
    let kinds = events.iter().map(|event| match event {
        ReferralEvent::DealHeard { told: true, .. } => "told",
        ReferralEvent::DealHeard { .. } => "heard",
        ReferralEvent::Reopened { by: None, .. } => "reopened",
        ReferralEvent::StageMoved { .. } => "moved",
        ReferralEvent::Won { .. } => "won",
        other => panic!("{other:?}"),
    });
    let kinds = kinds.collect();
    events.iter().for_each(|event| referral.apply(event, at(now)));
    (kinds, referral.status)
}

#[test]
fn a_lost_deal_that_opens_again_in_the_crm_is_reopened_as_long_as_it_can_be() {
    let says = |when, stage| said(when, Some(stage));
    let (next, last) = ("2026-03-20T10:00:00Z", "2026-06-10T10:00:00Z");
    let (free, live) = (Others::default(), Others { live: true, ..Others::default() });
    let no_amount = Said { amount: None, ..says(next, Stage::ClosedWon) };
    let mut by_hand = bound();
    let loss = Move::Lost { reason: "Timing".to_owned() };
    for event in
        move_stage(&by_hand, loss, &sales(20), &rules(), at("2026-03-20T12:00:00Z")).unwrap()
    {
        by_hand.apply(&event, at("2026-03-20T12:00:00Z"));
    }
    #[rustfmt::skip]
    let table = [
        // why                                   referral   said                                              others  at                        follows                         status
        ("where it had come to",                 lost(),    says(next, Stage::Meeting),                       free,   next,                     vec!["heard", "reopened"],          Status::Approved),
        ("further",                              lost(),    says(next, Stage::Proposal),                      free,   next,                     vec!["heard", "reopened", "moved"], Status::Approved),
        ("won after all",                        lost(),    says(next, Stage::ClosedWon),                     free,   next,                     vec!["heard", "reopened", "won"],   Status::Won),
        ("won, for nobody knows what",           lost(),    no_amount,                                        free,   next,                     vec!["told"],                   Status::Lost),
        ("still lost",                           lost(),    says(next, Stage::ClosedLost),                    free,   next,                     vec!["heard"],                  Status::Lost),
        ("on the last of ninety days",           lost(),    says(last, Stage::Meeting),                       free,   last,                     vec!["heard", "reopened"],          Status::Approved),
        ("a day too late",                       lost(),    says("2026-06-11T10:00:00Z", Stage::Meeting),     free,   "2026-06-11T10:00:00Z",   vec!["told"],                   Status::Lost),
        ("somebody else has it now",             lost(),    says(next, Stage::Meeting),                       live,   next,                     vec!["told"],                   Status::Lost),
        ("before a person said that it is lost", by_hand,   says(next, Stage::Proposal),                      free,   "2026-03-21T10:00:00Z",   vec!["told"],                   Status::Lost),
    ];
    for (why, referral, said, others, now, kinds, status) in table {
        assert_eq!(follows(&referral, &said, others, now), (kinds, status), "{why}");
    }
    // Lost on the twelfth with 81 days left: they run from the day after it opened again.
    let left = lost().protection.unwrap().through - day("2026-03-12");
    let again = after(lost(), &says(next, Stage::Meeting));
    let through = again.protection.unwrap().through;
    assert_eq!(through - day("2026-03-20"), left);
    assert_eq!(again.stage, Some(Stage::Meeting));
}

#[test]
fn what_goes_on_takes_over_the_opportunity_of_what_is_merged_into_it() {
    let mut into = approved();
    let event = takes_over(&into, &bound()).unwrap();
    into.apply(&event, at("2026-03-09T10:00:00Z"));
    assert_eq!(into.deal.heard, bound().deal.heard);
    let won = said("2026-03-10T10:00:00Z", Some(Stage::ClosedWon));
    assert_eq!(after(into, &won).status, Status::Won, "a win alone would bind nothing");
    assert_eq!(takes_over(&moved_by_hand(), &bound()), None, "it follows one of its own");
    assert_eq!(takes_over(&approved(), &approved()), None);
    assert_eq!(takes_over(&in_review(), &bound()), None, "it is not approved");
}

#[test]
fn who_shares_the_credit_does_not_stand_in_the_way_of_the_other() {
    let (mut one, mut other) = (lost(), approved());
    other.id = ReferralId::new(99);
    assert!(stands_in_the_way(&one, &other));
    (one.share_bp, other.share_bp) = (Some(5_000), Some(5_000));
    assert!(!stands_in_the_way(&one, &other));
    assert!(!stands_in_the_way(&one, &one.clone()));
}

#[test]
fn a_decision_that_is_taken_back_forgets_the_deal() {
    let mut referral = bound();
    let now = at("2026-03-05T11:00:00Z");
    let undone = ReferralEvent::DecisionUndone {
        by: PersonId::new(20),
        reason: seal("no"),
        decided: at("2026-03-03T15:00:00Z"),
    };
    referral.apply(&undone, now);
    assert_eq!(referral.deal, Deal::default());
}
