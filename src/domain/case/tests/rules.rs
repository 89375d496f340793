//! R1 to R8: first match wins.

use chrono::TimeDelta;

use super::super::effect::{self, Effect};
use super::super::ladder::{Account, Direct, Entry, Facts, Ground, Standing, Verdict, propose};
use super::*;
use crate::domain::outcome::Ruling;
use crate::domain::referral::Status;

const LIVE: Standing = Standing::Protected { stale: Some(false) };
const STALE: Standing = Standing::Protected { stale: Some(true) };
const UNKNOWN: Standing = Standing::Protected { stale: None };

/// Referral, partner, standing, and its time in line.
type Sent = (u128, PartnerId, Standing, &'static str);

fn facts(sent: &[Sent]) -> Facts {
    let entry = |(number, partner, standing, in_line): &Sent| Entry {
        referral: id(*number),
        partner: *partner,
        standing: *standing,
        in_line: at(in_line),
        own: false,
    };
    Facts { entries: sent.iter().map(entry).collect(), ..Facts::default() }
}

fn says(
    facts: &Facts,
    engagement: &Engagement,
) -> (Option<Outcome>, Vec<Rule>, u128, Option<u128>) {
    let proposal = propose(facts, engagement, &calendar()).unwrap();
    let number = |found: ReferralId| (0..9).find(|number| id(*number) == found).unwrap();
    assert!(!proposal.grounds.is_empty(), "it rests on something");
    (proposal.outcome, proposal.rules, number(proposal.first), proposal.winner.map(number))
}

const TEN: &str = "2026-03-10T10:00:00Z";
const LATER: &str = "2026-03-11T10:00:00Z";

#[test]
fn who_stands_first_and_who_wins_follow_from_protection_and_place_in_line() {
    use Outcome::{AwardOther, UpholdFirst};
    use Standing::{Asked, Complete, Ended};
    type Row = (&'static str, Vec<Sent>, Option<Outcome>, Rule, u128, Option<u128>);
    #[rustfmt::skip]
    let table: Vec<Row> = vec![
        ("another's live protection",
            vec![(1, NORTH, LIVE, "2026-03-02T10:00:00Z"), (2, SOUTH, Complete, TEN)],
            Some(UpholdFirst), Rule::R5, 1, None),
        ("also where the protected one came later in line",
            vec![(1, NORTH, LIVE, LATER), (2, SOUTH, Complete, TEN)],
            Some(UpholdFirst), Rule::R5, 1, None),
        ("whether it is stale, nobody knows: a person decides",
            vec![(1, NORTH, UNKNOWN, "2026-03-02T10:00:00Z"), (2, SOUTH, Complete, TEN)],
            None, Rule::R5, 1, None),
        ("a stale one does not compete",
            vec![(1, NORTH, STALE, "2026-01-02T10:00:00Z"), (2, SOUTH, Complete, TEN)],
            Some(AwardOther), Rule::R7, 1, Some(2)),
        ("a stale one, and of two others the earliest",
            vec![(1, NORTH, STALE, "2026-01-02T10:00:00Z"), (2, SOUTH, Complete, LATER), (3, WEST, Complete, TEN)],
            Some(AwardOther), Rule::R7, 1, Some(3)),
        ("a stale one, and two others at the same time",
            vec![(1, NORTH, STALE, "2026-01-02T10:00:00Z"), (2, SOUTH, Complete, TEN), (3, WEST, Complete, "2026-03-10T10:10:00Z")],
            None, Rule::R6, 1, None),
        ("a stale one, and no other that is complete",
            vec![(1, NORTH, STALE, "2026-01-02T10:00:00Z"), (2, SOUTH, Asked, TEN)],
            None, Rule::R7, 1, None),
        ("of two in line the earlier",
            vec![(1, NORTH, Complete, LATER), (2, SOUTH, Complete, TEN)],
            Some(UpholdFirst), Rule::R7, 2, None),
        ("one with an open question stands last",
            vec![(1, NORTH, Asked, TEN), (2, SOUTH, Complete, LATER)],
            Some(UpholdFirst), Rule::R7, 2, None),
        ("none is complete",
            vec![(1, NORTH, Asked, TEN), (2, SOUTH, Asked, LATER)],
            None, Rule::R7, 1, None),
        ("one that was rejected competes with nobody",
            vec![(1, NORTH, Ended, TEN), (2, SOUTH, Complete, LATER)],
            Some(UpholdFirst), Rule::R7, 2, None),
        ("a protection that nobody else contests",
            vec![(1, NORTH, LIVE, TEN)],
            Some(UpholdFirst), Rule::R7, 1, None),
        ("only the two earliest complete ones are compared",
            vec![(1, NORTH, Complete, TEN), (2, SOUTH, Complete, LATER), (3, WEST, Complete, "2026-03-11T10:01:00Z")],
            Some(UpholdFirst), Rule::R7, 1, None),
    ];
    for (why, sent, outcome, rule, first, winner) in table {
        let found = says(&facts(&sent), &Engagement::default());
        assert_eq!(found, (outcome, vec![rule], first, winner), "{why}");
    }
}

#[test]
fn fifteen_minutes_to_the_thousandth_of_a_second_are_one_moment() {
    #[rustfmt::skip]
    let table = [
        // milliseconds apart   by rule
        (0,                     Rule::R6),
        (1,                     Rule::R6),
        (899_999,               Rule::R6),
        (900_000,               Rule::R6),
        (900_001,               Rule::R7),
    ];
    for (millis, rule) in table {
        let mut facts =
            facts(&[(1, NORTH, Standing::Complete, TEN), (2, SOUTH, Standing::Complete, TEN)]);
        facts.entries[1].in_line += TimeDelta::milliseconds(millis);
        let (outcome, rules, ..) = says(&facts, &Engagement::default());
        assert_eq!(rules, [rule], "{millis}");
        assert_eq!(outcome.is_none(), rule == Rule::R6, "a person decides: {millis}");
    }
}

#[test]
fn the_first_rule_that_matches_wins() {
    use Outcome::{DirectKeeps, UpholdFirst, Void};
    let direct = || Some(Direct { activity: vec![at("2026-03-01T10:00:00Z")] });
    let account = |off_limits, customer, direct| Account { off_limits, customer, direct };
    let protected = [(1, NORTH, LIVE, "2026-03-02T10:00:00Z"), (2, SOUTH, Standing::Complete, TEN)];
    let waiting = [(1, NORTH, Standing::Complete, TEN), (2, SOUTH, Standing::Complete, LATER)];
    #[rustfmt::skip]
    let table = [
        // off limits, customer, direct        chosen  sent        outcome             rule
        (account(true, true, direct()),        true,   &waiting,   Some(Void),         Rule::R1),
        // An approved one stays, and the others are rejected.
        (account(true, true, direct()),        true,   &protected, Some(UpholdFirst),  Rule::R1),
        (account(false, true, direct()),       true,   &waiting,   Some(Void),         Rule::R2),
        (account(false, true, direct()),       true,   &protected, Some(UpholdFirst),  Rule::R2),
        (account(false, false, direct()),      true,   &waiting,   Some(DirectKeeps),  Rule::R3),
        (account(false, false, direct()),      false,  &protected, Some(DirectKeeps),  Rule::R3),
        (account(false, false, None),          true,   &waiting,   None,               Rule::R4),
        (account(false, false, None),          true,   &protected, None,               Rule::R4),
        (account(false, false, None),          false,  &protected, Some(UpholdFirst),  Rule::R5),
        (account(false, false, None),          false,  &waiting,   Some(UpholdFirst),  Rule::R7),
    ];
    for (account, chosen, sent, outcome, rule) in table {
        let chosen = if chosen { vec![id(2)] } else { Vec::new() };
        let facts = Facts { account, chosen, ..facts(sent) };
        let (found, rules, ..) = says(&facts, &Engagement::default());
        assert_eq!((found, rules), (outcome, vec![rule]), "{facts:?}");
    }
}

#[test]
fn an_account_that_is_a_partners_own_company_is_off_limits() {
    let mut facts = facts(&[(1, NORTH, Standing::Complete, TEN)]);
    facts.entries[0].own = true;
    let (outcome, rules, ..) = says(&facts, &Engagement::default());
    assert_eq!((outcome, rules), (Some(Outcome::Void), vec![Rule::R1]));
}

#[test]
fn with_a_plan_for_expansion_a_person_decides_about_a_customer() {
    let account = Account { customer: true, ..Account::default() };
    let facts = Facts { account, ..facts(&[(1, NORTH, Standing::Complete, TEN)]) };
    let engagement = Engagement { expansion: true, ..Engagement::default() };
    let (outcome, rules, ..) = says(&facts, &engagement);
    assert_eq!((outcome, rules), (None, vec![Rule::R2]));
}

/// The first submission is of 10 March; sixty dates before it is 9 January.
#[test]
fn a_direct_opportunity_counts_by_its_activity_before_the_first_submission() {
    #[rustfmt::skip]
    let table: [(&[&str], bool, Rule); 7] = [
        // activity                                            fee    by rule
        (&["2026-01-09T00:00:00Z"],                            false, Rule::R3),
        (&["2026-01-08T23:59:59Z"],                            false, Rule::R7),
        (&["2026-03-10T10:00:00Z"],                            true,  Rule::R3),
        // What began after it does not count.
        (&["2026-03-10T10:00:01Z"],                            false, Rule::R7),
        (&["2025-12-01T10:00:00Z", "2026-03-10T12:00:00Z"],    false, Rule::R7),
        (&["2026-02-01T10:00:00Z", "2026-03-12T12:00:00Z"],    false, Rule::R3),
        (&[],                                                  false, Rule::R7),
    ];
    for (activity, fee, rule) in table {
        let activity = activity.iter().map(|when| at(when)).collect();
        let account = Account { direct: Some(Direct { activity }), ..Account::default() };
        let sent = [(1, NORTH, Standing::Complete, TEN), (2, SOUTH, Standing::Complete, LATER)];
        let facts = Facts { account, ..facts(&sent) };
        let engagement = Engagement { finders_fee: fee, ..Engagement::default() };
        let (outcome, rules, ..) = says(&facts, &engagement);
        assert_eq!(rules, [rule], "{facts:?}");
        let kept = matches!(outcome, Some(Outcome::DirectKeeps | Outcome::DirectKeepsWithFee));
        assert_eq!(kept, rule == Rule::R3);
        assert_eq!(outcome == Some(Outcome::DirectKeepsWithFee), fee);
    }
}

#[test]
fn a_rule_that_is_off_is_passed_over() {
    let facts =
        facts(&[(1, NORTH, LIVE, "2026-03-02T10:00:00Z"), (2, SOUTH, Standing::Complete, TEN)]);
    let engagement = Engagement { off: BTreeSet::from([Rule::R5]), ..Engagement::default() };
    assert_eq!(says(&facts, &engagement).1, [Rule::R7]);
    let all = Engagement { off: Rule::ALL.iter().copied().collect(), ..Engagement::default() };
    let (outcome, rules, ..) = says(&facts, &all);
    assert_eq!((outcome, rules), (None, Vec::new()), "a person decides");
}

#[test]
fn nobody_in_a_case_gives_no_proposal() {
    assert_eq!(propose(&Facts::default(), &Engagement::default(), &calendar()), None);
}

#[test]
fn a_proposal_names_the_facts_it_rests_on() {
    let facts =
        facts(&[(1, NORTH, STALE, "2026-01-02T10:00:00Z"), (2, SOUTH, Standing::Complete, TEN)]);
    let proposal = propose(&facts, &Engagement::default(), &calendar()).unwrap();
    let stale = Ground::Stale { referral: id(1) };
    assert_eq!(proposal.grounds, [stale, Ground::Earliest { referral: id(2), at: at(TEN) }]);
}

/// Approved on Monday, 2 March; the later one comes at noon of these days.
#[test]
fn a_protection_is_stale_after_thirty_dates_without_work_unless_the_vendor_owes_the_answer() {
    #[rustfmt::skip]
    let table = [
        // worked on        last update      the later one    stale
        (None,              None,            "2026-03-10",    Some(false)),
        (None,              Some("03-25"),   "2026-04-01",    Some(false)),
        // Thirty dates apart is within, one more is not.
        (None,              Some("03-25"),   "2026-04-02",    Some(true)),
        (Some("03-05"),     Some("03-25"),   "2026-04-04",    Some(false)),
        (Some("03-05"),     Some("03-25"),   "2026-04-05",    Some(true)),
        // Fourteen dates of silence: the owner was reminded, and owes the answer.
        (None,              Some("03-20"),   "2026-04-02",    Some(true)),
        (None,              Some("03-19"),   "2026-04-02",    Some(false)),
        // Worked on since: what was before that, nobody has kept.
        (Some("04-10"),     None,            "2026-04-02",    None),
    ];
    for (active, updated, later, stale) in table {
        let mut north = approved(1, NORTH, "2026-03-02T10:00:00Z");
        let on = |date: &str| at(&format!("2026-{date}T12:00:00Z"));
        north.active_at = active.map(on).or(north.active_at);
        north.updated_at = updated.map(on).unwrap_or(north.updated_at);
        let later_at = at(&format!("{later}T12:00:00Z"));
        assert_eq!(
            is_stale(&north, later_at, &rules_of_the_programme()),
            stale,
            "{active:?} {updated:?} {later}"
        );
    }
    let waiting = sent(2, SOUTH, "2026-03-02T10:00:00Z");
    assert_eq!(
        is_stale(&waiting, at(TEN), &rules_of_the_programme()),
        None,
        "it has no protection"
    );
}

fn ruling(outcome: Outcome) -> Ruling {
    Ruling {
        by: PersonId::new(1),
        outcome,
        rules: vec![Rule::R7],
        first: id(1),
        winner: (outcome == Outcome::AwardOther).then(|| id(2)),
        first_bp: (outcome == Outcome::Split).then_some(3_000),
        texts: BTreeMap::new(),
        appeal_until: None,
    }
}

#[test]
fn an_outcome_does_to_each_referral_what_is_written() {
    use Effect::{Awarded, Credited, GoesOn, Rejected, Released, Shares};
    use Outcome::{AwardOther, DirectKeeps, DirectKeepsWithFee, Split, UpholdFirst, Void};
    use Status::{Approved, Expired, InConflict, NeedsInfo, Won};
    #[rustfmt::skip]
    let table = [
        // outcome            first        becomes        later        becomes        a third   becomes
        (UpholdFirst,         InConflict,  GoesOn,        InConflict,  Rejected,      NeedsInfo, Rejected),
        (UpholdFirst,         NeedsInfo,   GoesOn,        NeedsInfo,   Rejected,      InConflict, Rejected),
        (UpholdFirst,         Approved,    GoesOn,        InConflict,  Rejected,      InConflict, Rejected),
        (AwardOther,          InConflict,  Rejected,      InConflict,  Awarded,       InConflict, Rejected),
        (AwardOther,          Approved,    Released,      InConflict,  Awarded,       NeedsInfo, Rejected),
        // Contested by somebody who was rejected before.
        (AwardOther,          Approved,    Released,      Status::Rejected, Awarded,  InConflict, Rejected),
        // A case about a tail, or a win: who is credited.
        (AwardOther,          Won,         Credited(0),   InConflict,  Awarded,       InConflict, Rejected),
        (AwardOther,          Approved,    Released,      Expired,     Credited(10_000), InConflict, Rejected),
        (Split,               Approved,    Shares(3_000), InConflict,  Shares(7_000), Expired,   Credited(7_000)),
        (Split,               Won,         Credited(3_000), InConflict, Shares(7_000), Expired,  Credited(7_000)),
        (DirectKeeps,         Approved,    Rejected,      InConflict,  Rejected,      NeedsInfo, Rejected),
        (DirectKeepsWithFee,  InConflict,  Rejected,      InConflict,  Rejected,      NeedsInfo, Rejected),
        (Void,                InConflict,  Rejected,      InConflict,  Rejected,      NeedsInfo, Rejected),
        (Void,                Approved,    Rejected,      InConflict,  Rejected,      NeedsInfo, Rejected),
    ];
    for (outcome, first, one, later, other, third, last) in table {
        let ruling = ruling(outcome);
        let becomes = |number, status| effect::of(&ruling, None, &id(number), status);
        assert_eq!(becomes(1, first), one, "{outcome}: the first, {first}");
        assert_eq!(becomes(2, later), other, "{outcome}: the later, {later}");
        assert_eq!(becomes(3, third), last, "{outcome}: a third, {third}");
    }
    // What has ended stays ended, whatever is decided.
    for outcome in Outcome::ALL {
        let ended = [Status::Lapsed, Status::Withdrawn, Status::Released, Status::Merged];
        for status in ended.into_iter().chain([Status::Reversed]) {
            let becomes = effect::of(&ruling(*outcome), None, &id(3), status);
            assert_eq!(becomes, GoesOn, "{outcome} {status}");
        }
    }
}

#[test]
fn every_rule_says_whether_it_was_met() {
    use Verdict::{Decides, Off, Unasked, Unmet};
    let verdicts = |standing, off: &[Rule]| {
        let sent = [(1, NORTH, standing, TEN), (2, SOUTH, Standing::Complete, LATER)];
        let off = off.iter().copied().collect();
        let engagement = Engagement { off, ..Engagement::default() };
        let proposal = propose(&facts(&sent), &engagement, &calendar()).unwrap();
        let (rules, verdicts): (Vec<_>, Vec<_>) = proposal.verdicts(&engagement).unzip();
        assert_eq!(rules, Rule::ALL[..7], "R8 is no rule of the ladder");
        verdicts
    };
    let table = [
        (LIVE, &[][..], [Unmet, Unmet, Unmet, Unmet, Decides, Unasked, Unasked]),
        (LIVE, &[Rule::R3, Rule::R6], [Unmet, Unmet, Off, Unmet, Decides, Off, Unasked]),
        (Standing::Complete, &[], [Unmet, Unmet, Unmet, Unmet, Unmet, Unmet, Decides]),
        (Standing::Ended, &[Rule::R7], [Unmet, Unmet, Unmet, Unmet, Unmet, Unmet, Off]),
    ];
    for (standing, off, expected) in table {
        assert_eq!(verdicts(standing, off), expected, "{standing:?} without {off:?}");
    }
}
