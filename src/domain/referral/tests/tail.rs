//! After the last protected day: grace for the same partner, and a tail for a deal that closes.

use super::super::{grace, tail};
use super::*;
use crate::domain::case::evidence::State;
use crate::domain::case::no::CaseNo;

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn calendar() -> Calendar {
    rules().calendar
}

/// Approved on 2 March in New York, through 31 May, and expired at this stage.
fn expired(stage: Stage) -> Referral {
    let mut referral = submitted();
    let approved_at = at("2026-03-02T19:00:00Z");
    let command = Approve { owner: PersonId::new(21), note: None, reason: None };
    let owner = sales(21);
    let events =
        approve(&referral, &command, &sales(20), Some(&owner), &rules(), approved_at).unwrap();
    events.iter().for_each(|event| referral.apply(event, approved_at));
    referral.stage = Some(stage);
    let over = at("2026-06-01T04:00:00Z");
    let events = expire(&referral, &calendar(), over);
    assert_eq!(events, [ReferralEvent::Expired { at: over }]);
    events.iter().for_each(|event| referral.apply(event, over));
    referral
}

fn won(on: &str) -> Move {
    Move::Won { amount_minor: 1, currency: "EUR".to_owned(), on: date(on) }
}

#[test]
fn a_deal_that_closes_in_the_tail_is_credited() {
    let now = at("2026-07-10T15:00:00Z");
    let over = Err(Refusal::TailOver { until: date("2026-06-30") });
    #[rustfmt::skip]
    let table = [
        // stage on the last day  closed        credited
        (Stage::Qualified,        "2026-06-30", Ok(())),
        (Stage::Meeting,          "2026-06-30", Ok(())),
        (Stage::Proposal,         "2026-06-30", Ok(())),
        (Stage::Negotiation,      "2026-06-01", Ok(())),
        // Closed in time, and recorded late.
        (Stage::Nurture,          "2026-05-30", Ok(())),
        (Stage::Proposal,         "2026-07-01", over),
        (Stage::Contacted,        "2026-06-02", Err(Refusal::TailStage)),
        (Stage::New,              "2026-06-02", Err(Refusal::TailStage)),
    ];
    for (stage, closed, credited) in table {
        let referral = expired(stage);
        let found = move_stage(&referral, won(closed), &sales(20), &rules(), now);
        assert_eq!(found.clone().map(|_| ()), credited, "{stage}, closed {closed}");
        if let Ok(events) = found {
            let mut referral = referral;
            events.iter().for_each(|event| referral.apply(event, now));
            assert_eq!(referral.status, Status::Won);
        }
    }
}

#[test]
fn nothing_but_a_win_moves_what_is_expired() {
    let now = at("2026-06-10T15:00:00Z");
    let no = Err(Refusal::NoMove { status: Status::Expired, verb: Verb::Lose });
    let lost = Move::Lost { reason: "Timing".to_owned() };
    let further = Move::To { stage: Stage::Negotiation, next_step: Some(seal("call")) };
    for to in [lost, further] {
        assert_eq!(move_stage(&expired(Stage::Proposal), to, &sales(20), &rules(), now), no);
    }
    let owner = sales(22);
    let referral = expired(Stage::Proposal);
    let owned = change_owner(&referral, owner.id, &sales(20), Some(&owner), false);
    assert_eq!(owned, no);
    let outsider = person(11, &[], Some(SOUTH));
    let found = move_stage(&referral, won("2026-06-10"), &outsider, &rules(), now);
    assert_eq!(found, Err(Refusal::Outsider));
}

#[test]
fn whoever_was_approved_since_takes_the_tail_to_a_case() {
    let referral = expired(Stage::Proposal);
    let rival = |partner: PartnerId, approved_at: &str, stage: Option<Stage>| {
        let mut rival = approved();
        rival.id = ReferralId::new(9);
        rival.submission.partner = partner;
        rival.stage = stage;
        rival.decision = rival.decision.map(|one| Decision { at: at(approved_at), ..one });
        rival
    };
    #[rustfmt::skip]
    let table = [
        (SOUTH, "2026-06-12T15:00:00Z", Some(Stage::New),       true),
        // Won, lost or expired since: it was approved all the same.
        (SOUTH, "2026-06-12T15:00:00Z", Some(Stage::ClosedWon), true),
        (SOUTH, "2026-06-01T04:00:00Z", Some(Stage::New),       true),
        // Before the end, so that it was decided then who has the account.
        (SOUTH, "2026-06-01T03:59:59Z", Some(Stage::New),       false),
        // Rejected.
        (SOUTH, "2026-06-12T15:00:00Z", None,                   false),
        (NORTH, "2026-06-12T15:00:00Z", Some(Stage::New),       false),
    ];
    for (partner, approved_at, stage, taken) in table {
        let rival = rival(partner, approved_at, stage);
        assert_eq!(tail::taken(&referral, &[&rival]), taken, "{partner} {approved_at} {stage:?}");
    }
}

#[test]
fn grace_is_seven_days_for_the_same_partner() {
    let referral = expired(Stage::New);
    assert_eq!(grace::until(&referral), Some(date("2026-06-07")));
    let end = at("2026-06-08T04:00:00Z");
    #[rustfmt::skip]
    let table = [
        ("2026-06-01T04:00:00Z", Some(end)),
        ("2026-06-08T03:59:59Z", Some(end)),
        ("2026-06-08T04:00:00Z", None),
    ];
    for (now, ends) in table {
        assert_eq!(grace::ends(&referral, &calendar(), at(now)), ends, "{now}");
    }
    assert_eq!(grace::until(&approved()), None);
}

fn sent_by(partner: PartnerId, all: &[&Referral], now: &str) -> Vec<&'static str> {
    let (code, by) = if partner == NORTH { ("NOR", 10) } else { ("SOU", 11) };
    let by = person(by, &[], Some(partner));
    let company = super::partner(partner, code, PartnerState::Approved);
    let sent = submit(command(), &by, &company, (all, &[]), &rules(), at(now)).unwrap();
    sent.events.into_iter().map(|event| Event::Referral(event).kind()).collect()
}

#[test]
fn what_another_sends_within_grace_waits_and_who_comes_back_stands_as_protected() {
    let ended = expired(Stage::New);
    let mut waiting = submitted();
    waiting.id = ReferralId::new(8);
    waiting.submission.partner = SOUTH;
    let mut back = submitted();
    back.id = ReferralId::new(7);
    let (within, after) = ("2026-06-05T15:00:00Z", "2026-06-08T15:00:00Z");
    #[rustfmt::skip]
    let table = [
        // who     what stands on the account  when    what happens
        (SOUTH,    vec![&ended],               within, vec!["submitted", "grace_held"]),
        (SOUTH,    vec![&ended],               after,  vec!["submitted"]),
        (NORTH,    vec![&ended],               within, vec!["submitted", "came_back"]),
        (NORTH,    vec![&ended],               after,  vec!["submitted"]),
        (NORTH,    vec![&ended, &waiting],     within, vec!["submitted", "came_back", "match_found"]),
        // The first partner is back already: there is somebody to have a case with.
        (SOUTH,    vec![&ended, &back],        within, vec!["submitted", "match_found"]),
    ];
    for (who, all, now, kinds) in table {
        assert_eq!(sent_by(who, &all, now), kinds, "{who} at {now}");
    }
}

#[test]
fn an_account_that_is_off_limits_is_not_waited_for() {
    let ended = expired(Stage::New);
    let by = person(11, &[], Some(SOUTH));
    let south = partner(SOUTH, "SOU", PartnerState::Approved);
    let rules = Rules { off_limits_domains: vec!["acme.example".to_owned()], ..rules() };
    let sent = submit(command(), &by, &south, (&[&ended], &[]), &rules, at("2026-06-05T15:00:00Z"));
    let kinds = sent.unwrap().events.into_iter().map(|event| Event::Referral(event).kind());
    assert_eq!(kinds.collect::<Vec<_>>(), ["submitted", "off_limits_found"]);
}

#[test]
fn after_grace_the_clock_runs_from_its_end() {
    let now = at("2026-06-05T15:00:00Z");
    let ended = expired(Stage::New);
    let by = person(11, &[], Some(SOUTH));
    let south = partner(SOUTH, "SOU", PartnerState::Approved);
    let sent = submit(command(), &by, &south, (&[&ended], &[]), &rules(), now).unwrap();
    let mut held = given(&sent.events, "2026-06-05T15:00:00Z");
    assert_eq!((held.status, held.promise.stopped_at), (Status::InConflict, Some(now)));
    let until = at("2026-06-08T04:00:00Z");
    assert_eq!(held.held_until, Some(until));
    assert!(held.waits_for_grace(now) && !held.waits_for_grace(until));
    // Friday 11:00 to Tuesday 11:00 was promised; from Monday on it is Wednesday 09:00, so Tuesday's
    // closing.
    let looked = at("2026-06-10T15:00:00Z");
    let events = clear(&held, &rules(), looked);
    events.iter().for_each(|event| held.apply(event, looked));
    assert_eq!((held.status, held.held_until), (Status::Submitted, None));
    assert_eq!(held.promise.due, at("2026-06-09T21:00:00Z"));
}

#[test]
fn those_that_have_waited_side_by_side_meet_when_grace_is_over() {
    let until = at("2026-06-08T04:00:00Z");
    let held = |id, partner| {
        let mut one = submitted();
        one.id = ReferralId::new(id);
        one.submission.partner = partner;
        let against = ReferralId::new(1);
        let event = ReferralEvent::GraceHeld { against, until, evidence_until: None };
        one.apply(&event, at("2026-06-05T15:00:00Z"));
        one
    };
    let (mut south, west) = (held(8, SOUTH), held(9, PartnerId::new(3)));
    assert_eq!(grace::met(&south, &[&south]), None);
    let met = grace::met(&south, &[&south, &west]).unwrap();
    assert_eq!(met, ReferralEvent::MatchFound { against: vec![west.id] });
    south.apply(&met, at("2026-06-08T04:00:00Z"));
    assert_eq!((south.held_until, south.match_open), (None, true));
    assert_eq!(grace::met(&south, &[&south, &west]), None, "once");
}

#[test]
fn who_waits_for_the_end_of_a_grace_gives_evidence_as_in_a_case() {
    // A Friday morning; two business days later is Tuesday.
    let (sent_at, last) = ("2026-06-05T15:00:00Z", "2026-06-09T15:00:00Z");
    let by = person(11, &[], Some(SOUTH));
    let south = partner(SOUTH, "SOU", PartnerState::Approved);
    let long = |mut ended: Referral| {
        let window = ended.protection.as_mut().unwrap();
        window.through = date("2026-06-04");
        ended
    };
    let ended = long(expired(Stage::New));
    let sent = submit(command(), &by, &south, (&[&ended], &[]), &rules(), at(sent_at)).unwrap();
    let held = given(&sent.events, sent_at);
    let until = at(last);
    let asked = sent.events.iter().find_map(|event| match event {
        ReferralEvent::GraceHeld { evidence_until, .. } => *evidence_until,
        _ => None,
    });
    assert_eq!(asked, Some(until));
    let late = until + TimeDelta::microseconds(1);
    let mut cleared = held.clone();
    cleared.apply(&ReferralEvent::MatchCleared { due: None, half: None }, at(sent_at));
    #[rustfmt::skip]
    let table = [
        ("in time",       &held,    by.clone(), until, Ok(())),
        ("late",          &held,    by.clone(), late,  Err(CaseNo::EvidenceOver { until })),
        ("by a rival",    &held,    member(),   until, Err(CaseNo::NotAParty)),
        ("no more wait",  &cleared, by.clone(), until, Err(CaseNo::Over)),
    ];
    for (why, referral, by, now, expected) in table {
        assert_eq!(grace::may_state(referral, &by, &calendar(), now), expected, "{why}");
    }
    let command = State { claim: None, text: seal("We met"), link: None, on: None };
    let event = grace::state(&held, command, &by, &calendar(), until).unwrap();
    let mut said = held;
    said.apply(&event, until);
    assert_eq!(said.stated.len(), 1);
    // Nobody has come back, so that nobody reads it.
    said.apply(&ReferralEvent::MatchCleared { due: None, half: None }, late);
    assert!(said.stated.is_empty());
}
