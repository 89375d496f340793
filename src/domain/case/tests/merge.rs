//! What one partner has sent twice goes on once.

use super::super::decide::{Decide, decide, losers};
use super::super::effect::{self, Effect};
use super::super::no::CaseNo;
use super::*;
use crate::domain::outcome::Ruling;
use crate::domain::referral::review::{Verdict, by_case};

const RESOLVER: u128 = 30;
const MONDAY: &str = "2026-03-02T10:00:00Z";
const TUESDAY: &str = "2026-03-10T10:00:00Z";

/// North's first is approved, its second waits; South's came last.
fn three() -> (Case, [Referral; 3]) {
    let first = in_review(approved(1, NORTH, MONDAY), TUESDAY);
    let second = in_review(sent(2, NORTH, "2026-03-03T10:00:00Z"), TUESDAY);
    let third = in_review(sent(3, SOUTH, TUESDAY), TUESDAY);
    let case = case(&[&first, &second, &third], TUESDAY);
    (case, [first, second, third])
}

fn ruled(case: &Case, referrals: &[&Referral]) -> Result<Ruling, CaseNo> {
    let texts = BTreeMap::new();
    let command = Decide { outcome: Outcome::Merge, rules: vec![Rule::R7], winner: None, texts };
    let by = person(RESOLVER, &[Role::Resolver]);
    let proposal = proposal(case, referrals);
    let rules = rules_of_the_programme();
    let now = at("2026-03-11T10:00:00Z");
    let events = decide(case, referrals, &[&by], command, (&by, &proposal), &rules, now)?;
    let [CaseEvent::CaseDecided(ruling)] = events.as_slice() else { panic!("{events:?}") };
    Ok((**ruling).clone())
}

fn becomes(case: &Case, ruling: &Ruling, referrals: &[&Referral]) -> Vec<Effect> {
    let merging = effect::merging(case, &ruling.goes_on(), referrals);
    let one = |one: &&Referral| effect::of(ruling, merging.as_ref(), &one.id, one.status);
    referrals.iter().map(one).collect()
}

#[test]
fn what_a_partner_has_sent_twice_goes_on_once_and_others_lose() {
    let (case, all) = three();
    let all: Vec<&Referral> = all.iter().collect();
    let ruling = ruled(&case, &all).unwrap();
    assert_eq!(becomes(&case, &ruling, &all), [Effect::GoesOn, Effect::Merged, Effect::Rejected]);
    // What is merged has ended, so its partner may have another resolver look.
    assert_eq!(losers(&case, &ruling), BTreeSet::from([NORTH, SOUTH]));
    assert_eq!(ruling.appeal_until, Some(at("2026-03-18T10:00:00Z")));
}

#[test]
fn only_what_one_partner_has_open_twice_is_merged() {
    let (case, [first, second, third]) = three();
    let mut ended = second.clone();
    ended.status = Status::Rejected;
    let mut expired = first.clone();
    expired.status = Status::Expired;
    #[rustfmt::skip]
    let table = [
        // why                                        in the case                     merged
        ("of two partners",                           vec![&first, &third],           Err(CaseNo::NothingToMerge)),
        ("the second was rejected before",            vec![&first, &ended, &third],   Err(CaseNo::NothingToMerge)),
        ("the first has expired, nothing runs twice", vec![&expired, &second],        Err(CaseNo::NothingToMerge)),
        ("two that are open",                         vec![&first, &second],          Ok(None)),
    ];
    for (why, referrals, expected) in table {
        let found = ruled(&case, &referrals).map(|ruling| ruling.winner);
        assert_eq!(found, expected, "{why}");
    }
}

#[test]
fn where_the_one_that_was_meant_has_left_the_next_of_its_partner_goes_on() {
    let (mut case, [first, second, third]) = three();
    let fourth = in_review(sent(4, NORTH, "2026-03-04T10:00:00Z"), TUESDAY);
    let party = Party { referral: fourth.id, partner: NORTH, stale: None };
    case.apply(&CaseEvent::CaseJoined { party }, at(TUESDAY));
    let ruling = ruled(&case, &[&first, &second, &third, &fourth]).unwrap();
    let [goes_on, merged, rejected] = [Effect::GoesOn, Effect::Merged, Effect::Rejected];
    let left = [&second, &third, &fourth];
    assert_eq!(becomes(&case, &ruling, &left), [goes_on, rejected, merged]);
    // With none of them left in which to go on, the last one stays what it is.
    assert_eq!(becomes(&case, &ruling, &[&fourth]), [goes_on]);
    let mut won = first;
    won.status = Status::Won;
    assert_eq!(becomes(&case, &ruling, &[&won, &second]), [goes_on, merged], "a won deal, too");
}

#[test]
fn what_is_merged_has_no_window_and_no_deal_of_its_own() {
    let (case, [first, mut second, _]) = three();
    let protected = approved(2, NORTH, "2026-03-03T10:00:00Z");
    second.protection = protected.protection.clone();
    let merging = effect::merging(&case, &first.id, &[&first, &protected]).unwrap();
    for (was, referral) in [(Status::InConflict, second), (Status::Approved, protected)] {
        let verdict = Verdict {
            case: CaseId::new(1),
            by: PersonId::new(RESOLVER),
            rules: vec![Rule::R7],
            effect: Effect::Merged,
            text: None,
            owner: None,
            into: Some(merging.into.clone()),
        };
        let (mut after, now) = (referral, at("2026-03-20T10:00:00Z"));
        assert_eq!(after.status, was);
        for event in by_case(&after.clone(), verdict, &rules_of_the_programme(), now) {
            after.apply(&event, now);
        }
        assert_eq!((after.status, &after.protection), (Status::Merged, &None));
        assert_eq!((after.stage, after.match_open), (None, false));
        assert_eq!(after.merged.map(|merged| merged.into), Some(first.id));
        assert!(!after.status.is_live() && super::super::leaves(after.status));
    }
}
