//! Opened, evidence, proposed, decided, appealed once, final.

use super::super::asked;
use super::super::decide::{Decide, decide, losers, may_decide, tick};
use super::super::eligible::{Stake, turn};
use super::super::evidence::{State, state};
use super::super::no::CaseNo;
use super::super::split::{answer, are_named, suggest};
use super::super::{appeal, decide as way};
use super::*;
use crate::domain::case::effect::Effect;
use crate::domain::outcome::ReferralEvent;
use crate::domain::referral::review::{Verdict, by_case, ended};
use crate::domain::referral::{question, stage};

const RESOLVER: u128 = 30;
const SECOND: u128 = 31;

fn judges() -> Vec<Person> {
    vec![
        person(20, &[Role::Sales, Role::Resolver]),
        person(21, &[Role::Sales, Role::Resolver]),
        person(RESOLVER, &[Role::Resolver]),
        person(SECOND, &[Role::Resolver]),
        person(40, &[Role::PartnerManager]),
        person(41, &[Role::Admin]),
        person(42, &[Role::Sales]),
    ]
}

fn uphold() -> Decide {
    let texts = BTreeMap::from([(id(1), seal("kept")), (id(2), seal("not"))]);
    Decide { outcome: Outcome::UpholdFirst, rules: vec![Rule::R5], winner: None, texts }
}

/// Decides for `by`, and lets it happen.
fn decided(
    case: &mut Case,
    (north, south): (&Referral, &Referral),
    by: u128,
    now: &str,
) -> Result<(), CaseNo> {
    let (all, people) = (judges(), [north, south]);
    let everybody: Vec<&Person> = all.iter().collect();
    let by = all.iter().find(|one| one.id == PersonId::new(by)).unwrap();
    let proposal = proposal(case, &people);
    let from = (by, &proposal);
    let events =
        decide(case, &people, &everybody, uphold(), from, &rules_of_the_programme(), at(now))?;
    events.iter().for_each(|event| case.apply(event, at(now)));
    Ok(())
}

#[test]
fn each_party_has_two_business_days_for_evidence() {
    let (case, north, south) = two();
    // Tuesday 10:00; two business days later is Thursday.
    assert_eq!(case.evidence_until, at("2026-03-12T10:00:00Z"));
    let command = || State { claim: None, text: seal("words"), link: None, on: None };
    let (ours, theirs) = (member(50, NORTH, false), member(51, SOUTH, false));
    let state =
        |referral, by, when: &str| state(&case, referral, command(), by, at(when)).map(|_| ());
    let over = Err(CaseNo::EvidenceOver { until: case.evidence_until });
    #[rustfmt::skip]
    let table = [
        // about       by        when                        may
        (&north,       &ours,    "2026-03-12T10:00:00Z",     Ok(())),
        (&south,       &theirs,  "2026-03-10T10:00:00Z",     Ok(())),
        (&south,       &theirs,  "2026-03-12T10:00:00.001Z", over),
        (&north,       &theirs,  "2026-03-10T10:00:00Z",     Err(CaseNo::NotAParty)),
    ];
    for (referral, by, when, may) in table {
        assert_eq!(state(referral, by, when), may, "{when}");
    }
    // Whoever of the vendor's has a stake decides nothing, and their facts are welcome.
    assert_eq!(state(&north, &judges()[0], "2026-03-10T11:00:00Z"), Ok(()));
}

#[test]
fn who_was_asked_has_two_business_days_more_and_the_decision_waits() {
    let (mut case, north, south) = two();
    let judges = judges();
    let calendar = rules_of_the_programme().calendar;
    let asks = |case: &Case, by: &Person, whom: &[ReferralId], when: &str| {
        asked::ask(case, whom, &seal("why"), by, &calendar, at(when))
    };
    let turn = Err(CaseNo::Turn { role: Role::Resolver });
    let when = "2026-03-13T10:30:00Z";
    assert_eq!(asks(&case, &judges[6], &[south.id], when), turn, "sales decides nothing");
    assert_eq!(asks(&case, &judges[0], &[], when), Err(CaseNo::NotAParty));
    let gone = ReferralId::new(99);
    assert_eq!(asks(&case, &judges[0], &[south.id, gone], when), Err(CaseNo::NotAParty));

    let proposed = CaseEvent::CaseProposed {
        proposal: proposal(&case, &[&north, &south]),
        due: at("2026-03-16T10:00:00Z"),
    };
    case.apply(&proposed, at("2026-03-12T10:00:00Z"));
    let events = asks(&case, &judges[0], &[south.id], when).unwrap();
    events.iter().for_each(|event| case.apply(event, at(when)));
    // A Friday; two business days later is Tuesday.
    let until = at("2026-03-17T10:30:00Z");
    assert_eq!(case.due, Some(until));
    let command = || State { claim: None, text: seal("words"), link: None, on: None };
    let state = |referral, by, now| state(&case, referral, command(), by, now).map(|_| ());
    let (ours, theirs) = (member(50, NORTH, false), member(51, SOUTH, false));
    assert_eq!(state(&south, &theirs, until), Ok(()));
    let moment = chrono::TimeDelta::milliseconds(1);
    let over = Err(CaseNo::EvidenceOver { until });
    assert_eq!(state(&south, &theirs, until + moment), over);
    let over = Err(CaseNo::EvidenceOver { until: case.evidence_until });
    assert_eq!(state(&north, &ours, at(when)), over, "nobody asked them");

    case.apply(&CaseEvent::CaseClosed, until);
    assert_eq!(asks(&case, &judges[0], &[south.id], when), Err(CaseNo::Over));
}

#[test]
fn who_owns_approved_or_sent_one_of_them_decides_nothing() {
    let (case, north, south) = two();
    let (referrals, all) = ([&north, &south], judges());
    let everybody: Vec<&Person> = all.iter().collect();
    let stake = |stake| Err(CaseNo::Stake { stake, number: north.number() });
    let turn = Err(CaseNo::Turn { role: Role::Resolver });
    let mut sender = person(101, &[Role::Resolver]);
    sender.version = 1;
    #[rustfmt::skip]
    let table = [
        // who                                        may
        (&all[0],                                     stake(Stake::Approver)),
        (&all[1],                                     stake(Stake::Owner)),
        (&sender,                                     stake(Stake::Submitter)),
        (&all[2],                                     Ok(())),
        (&all[3],                                     Ok(())),
        (&all[4],                                     turn.clone()),
        (&all[5],                                     turn.clone()),
        (&all[6],                                     turn),
    ];
    for (by, may) in table {
        assert_eq!(may_decide(&case, &referrals, &everybody, by), may, "{:?}", by.id);
    }
}

#[test]
fn where_no_resolver_is_without_a_stake_the_next_in_line_decides() {
    let (case, north, south) = two();
    let all = judges();
    let turn = |without: &[usize]| {
        let left = all.iter().enumerate().filter(|(at, _)| !without.contains(at));
        turn(&case, &[&north, &south], left.map(|(_, person)| person))
    };
    let only = |role, number| Some((role, BTreeSet::from([PersonId::new(number)])));
    assert_eq!(turn(&[3]), only(Role::Resolver, RESOLVER));
    assert_eq!(turn(&[2, 3]), only(Role::PartnerManager, 40));
    assert_eq!(turn(&[2, 3, 4]), only(Role::Admin, 41));
    assert_eq!(turn(&[2, 3, 4, 5]), None, "the case waits, and says so");
}

#[test]
fn a_partner_manager_with_a_stake_is_passed_over_too() {
    let (case, mut north, south) = two();
    north.owner = Some(PersonId::new(40));
    let people = [person(40, &[Role::PartnerManager]), person(41, &[Role::Admin])];
    let found = turn(&case, &[&north, &south], &people).unwrap();
    assert_eq!(found.0, Role::Admin);
}

#[test]
fn a_resolver_who_became_owner_meanwhile_decides_nothing_any_more() {
    let (mut case, mut north, south) = two();
    north.owner = Some(PersonId::new(RESOLVER));
    let no = CaseNo::Stake { stake: Stake::Owner, number: north.number() };
    let sides = (&north, &south);
    assert_eq!(decided(&mut case, sides, RESOLVER, "2026-03-12T12:00:00Z"), Err(no));
    assert_eq!(decided(&mut case, sides, SECOND, "2026-03-12T12:00:00Z"), Ok(()));
}

#[test]
fn of_two_resolvers_at_once_the_second_is_told_who_was_first() {
    let (mut case, north, south) = two();
    let (sides, when) = ((&north, &south), "2026-03-12T12:00:00Z");
    assert_eq!(decided(&mut case, sides, RESOLVER, when), Ok(()));
    let no = CaseNo::Decided { by: PersonId::new(RESOLVER), at: at(when) };
    assert_eq!(decided(&mut case, sides, SECOND, when), Err(no));
}

#[test]
fn a_decision_needs_a_rule_and_an_award_somebody_who_gets_it() {
    let (case, north, south) = two();
    let west = in_review(sent(3, WEST, "2026-03-10T12:00:00Z"), "2026-03-10T12:00:00Z");
    let mut three = case.clone();
    let party = way::party(&west, west.submitted_at, &rules_of_the_programme());
    three.apply(&CaseEvent::CaseJoined { party }, at("2026-03-10T12:00:00Z"));
    let all = judges();
    let everybody: Vec<&Person> = all.iter().collect();
    let with = |case: &Case, referrals: &[&Referral], command: Decide| {
        let proposal = proposal(case, referrals);
        let (by, now) = (&all[2], at("2026-03-12T12:00:00Z"));
        decide(
            case,
            referrals,
            &everybody,
            command,
            (by, &proposal),
            &rules_of_the_programme(),
            now,
        )
    };
    let (both, everyone) = ([&north, &south], [&north, &south, &west]);
    let award = |winner| Decide { outcome: Outcome::AwardOther, winner, ..uphold() };
    let winner = |events: Result<Vec<CaseEvent>, CaseNo>| match events.as_deref() {
        Ok([CaseEvent::CaseDecided(ruling), ..]) => Ok(ruling.winner),
        Ok(_) => Ok(None),
        Err(no) => Err(no.clone()),
    };
    assert_eq!(with(&case, &both, Decide { rules: Vec::new(), ..uphold() }), Err(CaseNo::NoRule));
    assert_eq!(winner(with(&case, &both, award(None))), Ok(Some(id(2))), "the only other");
    assert_eq!(winner(with(&three, &everyone, award(None))), Err(CaseNo::NoWinner));
    assert_eq!(winner(with(&three, &everyone, award(Some(id(3))))), Ok(Some(id(3))));
    // Nobody gets it who has it, or is not in the case.
    assert_eq!(winner(with(&three, &everyone, award(Some(id(1))))), Err(CaseNo::NoWinner));
    assert_eq!(winner(with(&three, &everyone, award(Some(id(9))))), Err(CaseNo::NoWinner));
    let split = Decide { outcome: Outcome::Split, ..uphold() };
    assert_eq!(with(&case, &both, split), Err(CaseNo::NotAgreed));
}

#[test]
fn who_lost_may_appeal_once_within_five_business_days() {
    let (mut case, north, south) = two();
    let (ours, theirs) = (member(50, NORTH, false), member(51, SOUTH, false));
    let may =
        |case: &Case, referral, by, when: &str| appeal::may_appeal(case, referral, by, at(when));
    let now = "2026-03-12T12:00:00Z";
    assert_eq!(may(&case, &south, &theirs, now), Err(CaseNo::NothingAgainst), "not decided yet");
    decided(&mut case, (&north, &south), RESOLVER, now).unwrap();
    let until = at("2026-03-19T12:00:00Z");
    assert_eq!(case.due, Some(until));
    assert_eq!(losers(&case, &case.decided.clone().unwrap().ruling), BTreeSet::from([SOUTH]));
    #[rustfmt::skip]
    let table = [
        // about   by        when                          may
        (&south,   &theirs,  "2026-03-12T12:00:00Z",       Ok(())),
        (&south,   &theirs,  "2026-03-19T12:00:00Z",       Ok(())),
        // One second late, and a thousandth.
        (&south,   &theirs,  "2026-03-19T12:00:01Z",       Err(CaseNo::AppealOver { until })),
        (&south,   &theirs,  "2026-03-19T12:00:00.001Z",   Err(CaseNo::AppealOver { until })),
        (&north,   &ours,    "2026-03-12T12:00:00Z",       Err(CaseNo::NothingAgainst)),
        (&north,   &theirs,  "2026-03-12T12:00:00Z",       Err(CaseNo::NotAParty)),
    ];
    for (referral, by, when, expected) in table {
        assert_eq!(may(&case, referral, by, when), expected, "{when}");
    }
    let words = (seal("missed"), None);
    let when = at("2026-03-13T12:00:00Z");
    let appealed = appeal::appeal(&case, &south, words, &theirs, &calendar(), when).unwrap();
    case.apply(&appealed, when);
    assert_eq!(case.phase, Phase::Appealed);
    assert_eq!(may(&case, &south, &theirs, "2026-03-13T13:00:00Z"), Err(CaseNo::AppealedOnce));
    // The first decider has a stake now; a second one decides, and that is the end.
    let no = CaseNo::Stake { stake: Stake::FirstDecider, number: north.number() };
    let later = "2026-03-16T12:00:00Z";
    assert_eq!(decided(&mut case, (&north, &south), RESOLVER, later), Err(no));
    decided(&mut case, (&north, &south), SECOND, later).unwrap();
    assert_eq!(case.phase, Phase::Final);
    assert_eq!(may(&case, &south, &theirs, later), Err(CaseNo::AppealedOnce));
    let (first, last) = (case.appealed.unwrap(), case.decided.unwrap());
    let by = (first.ruling.by, last.ruling.by);
    assert_eq!(by, (PersonId::new(RESOLVER), PersonId::new(SECOND)));
}

#[test]
fn a_decision_is_final_once_every_losing_party_accepts_it() {
    let (mut case, north, south) = two();
    let west = in_review(sent(3, WEST, "2026-03-10T12:00:00Z"), "2026-03-10T12:00:00Z");
    let party = way::party(&west, west.submitted_at, &rules_of_the_programme());
    case.apply(&CaseEvent::CaseJoined { party }, at("2026-03-10T12:00:00Z"));
    let now = at("2026-03-12T12:00:00Z");
    decided(&mut case, (&north, &south), RESOLVER, "2026-03-12T12:00:00Z").unwrap();
    let south_accepts = appeal::waive(&case, &south, &member(51, SOUTH, false), now).unwrap();
    south_accepts.iter().for_each(|event| case.apply(event, now));
    assert_eq!(case.phase, Phase::Decided, "West has not");
    let west_accepts = appeal::waive(&case, &west, &member(52, WEST, false), now).unwrap();
    assert_eq!(west_accepts.last(), Some(&CaseEvent::CaseClosed));
    let again = appeal::waive(&case, &south, &member(51, SOUTH, false), now);
    assert_eq!(again, Err(CaseNo::NothingAgainst), "nor can it appeal any more");
}

#[test]
fn the_clock_proposes_reminds_three_times_and_makes_a_decision_final() {
    let (mut case, north, south) = two();
    let tick = |case: &Case, when: &str| {
        tick(case, Some(proposal(case, &[&north, &south])), &calendar(), at(when))
    };
    assert_eq!(tick(&case, "2026-03-12T10:00:00Z"), None, "exactly then evidence is in time");
    let proposed = tick(&case, "2026-03-12T10:00:00.001Z").unwrap();
    let CaseEvent::CaseProposed { proposal, due } = &proposed else { panic!("{proposed:?}") };
    assert_eq!((proposal.outcome, *due), (Some(Outcome::UpholdFirst), at("2026-03-16T10:00:00Z")));
    case.apply(&proposed, at("2026-03-12T10:00:01Z"));
    // After a long sleep it is told once, and as far along as it has come.
    let all = CaseEvent::CaseReminded { step: 3, next: None };
    assert_eq!(tick(&case, "2026-04-30T10:00:00Z"), Some(all));
    let mut told = Vec::new();
    for step in 1..=3 {
        let due = case.due.unwrap();
        assert_eq!(tick(&case, &due.to_rfc3339()), None, "exactly then it is in time");
        let event = tick(&case, &(due + chrono::TimeDelta::seconds(1)).to_rfc3339()).unwrap();
        assert!(matches!(event, CaseEvent::CaseReminded { step: now, .. } if now == step));
        told.push(due);
        case.apply(&event, due);
    }
    assert_eq!(tick(&case, "2026-04-30T10:00:00Z"), None, "there is nobody left to be told");
    let dates =
        ["2026-03-16", "2026-03-18", "2026-03-20"].map(|date| at(&format!("{date}T10:00:00Z")));
    assert_eq!(told, dates);
    decided(&mut case, (&north, &south), RESOLVER, "2026-05-04T12:00:00Z").unwrap();
    assert_eq!(tick(&case, "2026-05-11T12:00:00Z"), None, "an appeal is in time");
    assert_eq!(tick(&case, "2026-05-11T12:00:01Z"), Some(CaseEvent::CaseClosed));
    case.apply(&CaseEvent::CaseClosed, at("2026-05-11T12:00:01Z"));
    assert!(!case.phase.is_open());
    assert_eq!(tick(&case, "2027-01-01T12:00:00Z"), None);
}

#[test]
fn two_partners_share_when_both_agree_and_read_names_when_both_want_to() {
    let (mut case, _, _) = two();
    let now = at("2026-03-11T12:00:00Z");
    let resolver = &judges()[2];
    assert!(matches!(
        suggest(&case, 4_000, &judges()[6], &rules_of_the_programme(), now),
        Err(CaseNo::Turn { role: Role::Resolver })
    ));
    case.apply(&suggest(&case, 4_000, resolver, &rules_of_the_programme(), now).unwrap(), now);
    let answer = |case: &Case, partner, named, by: &Person, when| {
        answer(case, id(1), partner, (true, named), by, when)
    };
    let (north, south) = (member(50, NORTH, true), member(51, SOUTH, true));
    // Whoever does not speak for the company does not agree for it.
    let plain = member(52, NORTH, false);
    assert_eq!(answer(&case, NORTH, true, &plain, now), Err(CaseNo::NotAParty));
    assert_eq!(answer(&case, SOUTH, true, &north, now), Err(CaseNo::NotAParty));
    let late = case.split.as_ref().unwrap().until + chrono::TimeDelta::seconds(1);
    assert_eq!(answer(&case, NORTH, true, &north, late), Err(CaseNo::NoSplit));
    for event in answer(&case, NORTH, true, &north, now).unwrap() {
        case.apply(&event, now);
    }
    assert_eq!(answer(&case, NORTH, true, &north, now), Err(CaseNo::NoSplit), "once");
    let events = answer(&case, SOUTH, false, &south, now).unwrap();
    let [_, CaseEvent::CaseDecided(ruling), CaseEvent::CaseClosed] = events.as_slice() else {
        panic!("{events:?}")
    };
    let (outcome, share) = (ruling.outcome, ruling.first_bp);
    assert_eq!((outcome, &*ruling.rules, share), (Outcome::Split, &[Rule::R8][..], Some(4_000)));
    events.iter().for_each(|event| case.apply(event, now));
    assert_eq!(case.phase, Phase::Final);
    assert!(!are_named(&case, case.split.as_ref().unwrap()), "South stays unnamed");
}

#[test]
fn only_two_partners_can_share() {
    let (mut case, _, south) = two();
    let now = at("2026-03-11T12:00:00Z");
    case.apply(&CaseEvent::CaseLeft { referral: south.id }, now);
    let no = suggest(&case, 5_000, &judges()[2], &rules_of_the_programme(), now);
    assert_eq!(no, Err(CaseNo::NotTwo));
}

/// Approved on 2 March, the case open from the 10th to the 13th.
#[test]
fn when_a_review_ends_the_dates_on_which_it_was_open_are_added_once() {
    let (_, mut north, _) = two();
    let events = ended(&north, &rules_of_the_programme(), at("2026-03-13T09:00:00Z"));
    let paused = events.iter().find_map(|event| {
        let ReferralEvent::ProtectionPaused { days, protected_through, .. } = event else {
            return None;
        };
        Some((*days, protected_through.to_string()))
    });
    assert_eq!(paused, Some((4, "2026-06-04".to_owned())));
    events.iter().for_each(|event| north.apply(event, at("2026-03-13T09:00:00Z")));
    assert_eq!((north.match_open, north.paused_days), (false, 4));
    assert!(ended(&north, &rules_of_the_programme(), at("2026-03-13T10:00:00Z")).is_empty());
    // Another case on the same date takes it out no second time.
    let mut again = in_review(north, "2026-03-13T15:00:00Z");
    let events = ended(&again, &rules_of_the_programme(), at("2026-03-13T16:00:00Z"));
    events.iter().for_each(|event| again.apply(event, at("2026-03-13T16:00:00Z")));
    assert_eq!(again.paused_days, 4);
}

#[test]
fn a_protection_does_not_run_out_and_a_question_does_not_lapse_while_a_case_is_open() {
    let (_, north, south) = two();
    let much_later = at("2027-01-01T10:00:00Z");
    assert!(stage::expire(&north, &rules_of_the_programme().calendar, much_later).is_empty());
    let mut asked = sent(3, WEST, "2026-03-09T10:00:00Z");
    let question = ReferralEvent::QuestionAsked {
        by: PersonId::new(20),
        question: seal("when?"),
        place_until: at("2026-03-11T10:00:00Z"),
        lapses: at("2026-03-16T10:00:00Z"),
        remind_at: None,
    };
    asked.apply(&question, at("2026-03-09T10:00:00Z"));
    let asked = in_review(asked, "2026-03-10T10:00:00Z");
    assert_eq!(asked.status, Status::NeedsInfo, "it keeps its status");
    assert!(question::lapse(&asked, much_later).is_empty());
    // The case ends a week after it began: a business day of the place was left, and four in all.
    let events = ended(&asked, &rules_of_the_programme(), at("2026-03-17T10:00:00Z"));
    let until = (at("2026-03-18T10:00:00Z"), at("2026-03-23T10:00:00Z"));
    let resumed = ReferralEvent::QuestionResumed { place_until: until.0, lapses: until.1 };
    assert!(events.contains(&resumed), "{events:?}");
    // An answer during the case counts by the time that the question's clock showed.
    let by = member(52, WEST, false);
    let answer = question::answer(&asked, seal("so"), &by, &rules_of_the_programme(), much_later);
    let kept = ReferralEvent::QuestionAnswered {
        by: by.id,
        answer: seal("so"),
        due: None,
        half: None,
        place_kept: true,
    };
    assert_eq!(answer, Ok(vec![kept]));
    // The promise of South's stood from the first moment, and runs on where it stood.
    let events = ended(&south, &rules_of_the_programme(), at("2026-03-17T10:00:00Z"));
    let due = Some(at("2026-03-19T10:00:00Z"));
    let [ReferralEvent::MatchCleared { due: found, .. }] = events.as_slice() else {
        panic!("{events:?}")
    };
    assert_eq!(*found, due);
}

#[test]
fn the_end_of_a_case_moves_each_referral_as_decided() {
    let (_, north, south) = two();
    let verdict = |effect| Verdict {
        case: CaseId::new(1),
        by: PersonId::new(RESOLVER),
        rules: vec![Rule::R7],
        effect,
        text: None,
        owner: Some(PersonId::new(21)),
        into: None,
    };
    let now = at("2026-03-20T10:00:00Z");
    let after = |referral: &Referral, effect| {
        let mut referral = referral.clone();
        for event in by_case(&referral, verdict(effect), &rules_of_the_programme(), now) {
            referral.apply(&event, now);
        }
        referral
    };
    let awarded = after(&south, Effect::Awarded);
    let window = awarded.protection.as_ref().unwrap().through.to_string();
    assert_eq!((awarded.status, &*window), (Status::Approved, "2026-06-18"), "a fresh window");
    assert_eq!(awarded.owner, Some(PersonId::new(21)));
    let released = after(&north, Effect::Released);
    assert_eq!((released.status, &released.protection), (Status::Released, &None));
    assert_eq!(after(&south, Effect::Rejected).status, Status::Rejected);
    assert_eq!(after(&north, Effect::Rejected).status, Status::Rejected);
    assert_eq!(after(&south, Effect::GoesOn).status, Status::Submitted, "it waits for sales again");
    let shares = after(&north, Effect::Shares(4_000));
    assert_eq!((shares.status, shares.share_bp), (Status::Approved, Some(4_000)));
    assert_eq!(after(&south, Effect::Shares(6_000)).share_bp, Some(6_000));
    for one in [&awarded, &released, &shares] {
        assert!(!one.match_open && one.review_since.is_none(), "its review is over");
    }
    // What a case has decided is appealed, never taken back on the card.
    let manager = person(40, &[Role::PartnerManager]);
    let undo = crate::domain::referral::decide::may_undo;
    assert!(undo(&awarded, &manager, &rules_of_the_programme(), now).is_err());
}
