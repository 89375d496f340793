//! A conflict case as resolvers and as each party see it, in every phase and with every event.

use std::collections::{BTreeMap, BTreeSet};

use super::facts::{OTHER, SALES, after_first, approved, at, found, partner, submission, voice};
use super::shown::{form, message, panel, sections};
use super::{every, keep, submitted};
use crate::chat::view::Message;
use crate::domain::account::Domain;
use crate::domain::actor::Role;
use crate::domain::case::eligible::Stake;
use crate::domain::case::ladder::{Engagement, Ground, Proposal};
use crate::domain::case::no::CaseNo;
use crate::domain::case::{Case, Cause, Claim, Outcome, Phase, Rule};
use crate::domain::ids::{CaseId, FormId, PartnerId, PersonId, ReferralId};
use crate::domain::outcome::{
    CaseEvent, Opening, PartnerEvent, Party, Refusal, Ruling, Seal, Statement, Submission,
};
use crate::domain::partner::Partner;
use crate::views::case::{Facts, Side, card, forms, list, told, why};
use crate::views::refusals;

const NORTH: ReferralId = ReferralId::new(1);
const SOUTH: ReferralId = ReferralId::new(2);
const RIVAL: PersonId = PersonId::new(4);
const RESOLVER: PersonId = PersonId::new(5);

fn seal(word: &str) -> Seal {
    Seal(word.to_owned())
}

fn south() -> Partner {
    let first = PartnerEvent::PartnerAdded {
        code: "SOU".parse().unwrap(),
        name: "South Partner".to_owned(),
        domains: vec!["south.example".to_owned()],
        workspaces: Vec::new(),
        test: false,
    };
    Partner::from_first(PartnerId::new(2), &first, at("2026-01-05T15:00:00Z")).unwrap()
}

fn sides() -> Vec<Side> {
    let north = after_first(submission(), &[approved(), found()]).referral;
    let number = "SOU-3".parse().unwrap();
    let (partner_id, form, by) = (PartnerId::new(2), FormId::new(2), RIVAL);
    let sent = Submission { number, partner: partner_id, form, by, ..submission() };
    let mut second = after_first(sent, &[found()]).referral;
    second.id = SOUTH;
    [(north, partner()), (second, south())]
        .map(|(referral, partner)| Side { referral, partner, left: false })
        .into()
}

fn proposal(outcome: Option<Outcome>) -> Proposal {
    let grounds = vec![
        Ground::OffLimits,
        Ground::OwnCompany { referral: SOUTH },
        Ground::Customer,
        Ground::DirectActivity { on: "2026-03-01".parse().unwrap() },
        Ground::BuyerChose { referral: SOUTH },
        Ground::Protected { referral: NORTH },
        Ground::Stale { referral: NORTH },
        Ground::ActivityUnknown { referral: NORTH },
        Ground::Apart { one: NORTH, other: SOUTH, millis: 61_500 },
        Ground::Earliest { referral: SOUTH, at: at("2026-03-05T15:00:07Z") },
        Ground::NoneComplete,
    ];
    let grounds = if outcome.is_some() { vec![grounds[5].clone()] } else { grounds };
    Proposal { outcome, rules: vec![Rule::R5], first: NORTH, winner: None, grounds }
}

fn opened() -> CaseEvent {
    let party =
        |side: &Side| Party { referral: side.referral.id, partner: side.partner.id, stale: None };
    CaseEvent::CaseOpened(Box::new(Opening {
        number: 7,
        domain: Domain::stored("acme.example".to_owned()),
        cause: Cause::Match,
        by: None,
        parties: sides().iter().map(party).collect(),
        evidence_until: at("2026-03-09T15:00:00Z"),
    }))
}

fn ruling(outcome: Outcome, appeal: bool) -> CaseEvent {
    CaseEvent::CaseDecided(Box::new(Ruling {
        by: RESOLVER,
        outcome,
        rules: vec![Rule::R5],
        first: NORTH,
        winner: (outcome == Outcome::AwardOther).then_some(SOUTH),
        first_bp: (outcome == Outcome::Split).then_some(4_000),
        texts: BTreeMap::from([(NORTH, seal("Kept")), (SOUTH, seal("Taken"))]),
        appeal_until: appeal.then(|| at("2026-03-16T15:00:00Z")),
    }))
}

/// The case after these events, half an hour apart.
fn after(events: &[CaseEvent]) -> Facts {
    let mut when = at("2026-03-05T16:00:00Z");
    let mut case = Case::from_first(CaseId::new(1), &opened(), when, "3f9c1a").unwrap();
    for event in events {
        when += chrono::TimeDelta::minutes(30);
        case.apply(event, when);
    }
    let words = ["Acme", "We met", "https://south.example/x", "Kept", "Taken", "Overlooked"];
    let names = [
        (SALES, "Sales 1"),
        (OTHER, "Sales 2"),
        (PersonId::new(3), "Partner member"),
        (RIVAL, "South member"),
        (RESOLVER, "Resolver 1"),
    ];
    Facts {
        case,
        sides: sides(),
        engagement: Engagement::default(),
        proposal: Some(proposal(Some(Outcome::UpholdFirst))),
        turn: Some(Role::Resolver),
        barred: BTreeSet::from([SALES, OTHER]),
        names: BTreeMap::from(names.map(|(id, name)| (id, name.to_owned()))),
        words: BTreeMap::from(words.map(|word| (seal(word), word.to_owned()))),
    }
}

fn stated(claim: Option<Claim>) -> CaseEvent {
    CaseEvent::CaseStated(Box::new(Statement {
        by: RIVAL,
        referral: SOUTH,
        claim,
        text: seal("We met"),
        link: Some(seal("https://south.example/x")),
        on: Some("2026-03-02".parse().unwrap()),
    }))
}

fn asked() -> CaseEvent {
    let until = at("2026-03-10T15:00:00Z");
    CaseEvent::EvidenceAsked { by: RESOLVER, referral: SOUTH, text: seal("Overlooked"), until }
}

fn appealed() -> CaseEvent {
    CaseEvent::CaseAppealed {
        by: RIVAL,
        referral: SOUTH,
        text: seal("Overlooked"),
        link: None,
        due: at("2026-03-11T15:00:00Z"),
    }
}

fn suggested() -> CaseEvent {
    let until = at("2026-03-10T15:00:00Z");
    CaseEvent::SplitSuggested { by: RESOLVER, first_bp: 4_000, until }
}

fn answered(partner: u128, agreed: bool) -> CaseEvent {
    let partner = PartnerId::new(partner);
    CaseEvent::SplitAnswered { by: RIVAL, partner, agreed, named: true }
}

fn excepted() -> CaseEvent {
    CaseEvent::CaseExcepted { by: SALES, referral: NORTH }
}

/// Every kind of event, each with what came before it.
fn every_event() -> Vec<(&'static str, Vec<CaseEvent>)> {
    let party = Party { referral: SOUTH, partner: PartnerId::new(2), stale: None };
    let due = at("2026-03-11T15:00:00Z");
    let told = proposal(Some(Outcome::UpholdFirst));
    let proposed = CaseEvent::CaseProposed { proposal: told, due };
    let decided = || ruling(Outcome::UpholdFirst, true);
    let waived = CaseEvent::CaseWaived { by: RIVAL, partner: PartnerId::new(2) };
    every!(CaseEvent:
        "opened", CaseEvent::CaseOpened(_) => vec![opened()];
        "joined", CaseEvent::CaseJoined { .. } => vec![CaseEvent::CaseJoined { party }];
        "left", CaseEvent::CaseLeft { .. } => vec![CaseEvent::CaseLeft { referral: SOUTH }];
        "evidence", CaseEvent::CaseStated(_) => vec![stated(Some(Claim::Chosen))];
        "asked for evidence", CaseEvent::EvidenceAsked { .. } => vec![asked()];
        "proposed", CaseEvent::CaseProposed { .. } => vec![proposed];
        "decided", CaseEvent::CaseDecided(_) => vec![decided()];
        "appealed", CaseEvent::CaseAppealed { .. } => vec![decided(), appealed()];
        "accepted", CaseEvent::CaseWaived { .. } => vec![decided(), waived];
        "a split suggested", CaseEvent::SplitSuggested { .. } => vec![suggested()];
        "a split answered", CaseEvent::SplitAnswered { .. } => vec![suggested(), answered(1, true)];
        "late", CaseEvent::CaseReminded { .. } => vec![CaseEvent::CaseReminded { step: 1, next: None }];
        "closed", CaseEvent::CaseClosed => vec![decided(), CaseEvent::CaseClosed];
        "settled", CaseEvent::CaseSettled => vec![CaseEvent::CaseSettled];
        "approved by sales", CaseEvent::CaseExcepted { .. } => vec![excepted()];
    )
}

/// What is told of a case in each of the ways in which it is.
pub fn told_to(referral: ReferralId) -> Vec<(String, Message)> {
    let mut stories: Vec<(String, Vec<CaseEvent>)> =
        every_event().into_iter().map(|(name, story)| (name.to_owned(), story)).collect();
    for outcome in Outcome::ALL {
        stories.push((format!("decided: {outcome}"), vec![ruling(*outcome, true)]));
    }
    let last =
        vec![ruling(Outcome::UpholdFirst, true), appealed(), ruling(Outcome::AwardOther, false)];
    stories.push(("decided for good".to_owned(), last));
    let line = |(name, story): (String, Vec<CaseEvent>)| {
        let told = told::line(&voice(), &after(&story), &referral, story.last()?)?;
        Some((name, told))
    };
    stories.into_iter().filter_map(line).collect()
}

/// Open cases in each phase, of so many.
pub fn open(of: u64) -> list::Page {
    let proposed = CaseEvent::CaseProposed {
        proposal: proposal(Some(Outcome::UpholdFirst)),
        due: at("2026-03-12T15:00:00Z"),
    };
    let told = |step| CaseEvent::CaseReminded { step, next: None };
    let decided = ruling(Outcome::UpholdFirst, true);
    let stories = [vec![], vec![proposed.clone()], vec![proposed, told(3)], vec![decided]];
    list::Page { cases: stories.map(|story| after(&story).case).into(), of }
}

/// The card of one, as it is shown alone.
pub fn drawn_alone() -> Message {
    Message { parts: list::panel(&voice(), &after(&[])).parts }
}

pub fn drawn_card() -> Message {
    card::card(&voice(), &after(&[]))
}

pub fn drawn_note() -> Message {
    card::line(&voice(), &after(&[stated(None)]), &stated(None)).unwrap()
}

#[test]
fn the_card_of_a_case_in_every_phase() {
    keep!("case_card", {
        let due = at("2026-03-11T15:00:00Z");
        let proposed = || CaseEvent::CaseProposed { proposal: proposal(None), due };
        let decided = || ruling(Outcome::UpholdFirst, true);
        let mut weighed = after(&[stated(None), proposed()]);
        weighed.proposal = Some(proposal(None));
        let mut stuck = after(&[proposed()]);
        stuck.turn = None;
        let mut alone = after(&[CaseEvent::CaseLeft { referral: SOUTH }]);
        alone.case.cause = Cause::OffLimits;
        let many = std::iter::repeat_n(stated(None), 12).collect::<Vec<_>>();
        let agreed = vec![suggested(), answered(1, true), answered(2, true)];
        let cards = [
            ("evidence", after(&[stated(None)])),
            ("much evidence", after(&many)),
            ("proposed, for a person", weighed),
            ("nobody may decide", stuck),
            ("off limits, for sales", alone),
            ("asked for evidence", after(&[asked()])),
            ("a split suggested", after(&[suggested()])),
            ("a split declined", after(&[suggested(), answered(1, false)])),
            ("a split agreed", after(&agreed)),
            ("decided", after(&[decided()])),
            ("appealed", after(&[decided(), appealed()])),
            ("final", after(&[decided(), CaseEvent::CaseClosed])),
            ("settled", after(&[CaseEvent::CaseSettled])),
            ("approved by sales", after(&[excepted()])),
        ];
        let phases: BTreeSet<Phase> = cards.iter().map(|(_, facts)| facts.case.phase).collect();
        assert_eq!(phases.len(), Phase::ALL.len(), "every phase is shown");
        sections(cards.iter().map(|(name, facts)| (*name, message(&card::card(&voice(), facts)))))
    });
}

#[test]
fn why_the_rules_say_so_rule_by_rule() {
    keep!("case_why", {
        let said =
            |rules: &[Rule], outcome| Proposal { rules: rules.to_vec(), ..proposal(outcome) };
        let of = |proposal: Proposal| Facts { proposal: Some(proposal), ..after(&[]) };
        let due = at("2026-03-11T15:00:00Z");
        let then = CaseEvent::CaseProposed {
            proposal: said(&[Rule::R5], Some(Outcome::UpholdFirst)),
            due,
        };
        let mut without = of(said(&[Rule::R7], Some(Outcome::AwardOther)));
        without.engagement.off = BTreeSet::from([Rule::R3, Rule::R8]);
        let shown = [
            ("a rule decides", of(said(&[Rule::R5], Some(Outcome::UpholdFirst)))),
            ("a rule leaves it to a person", of(said(&[Rule::R4], None))),
            ("no rule is met", of(said(&[], None))),
            ("without two of the rules", without),
            ("decided", after(&[then, ruling(Outcome::UpholdFirst, true)])),
        ];
        sections(shown.iter().map(|(name, facts)| (*name, panel(&why::panel(&voice(), facts)))))
    });
}

#[test]
fn the_lines_below_the_card_of_a_case() {
    keep!("case_notes", {
        let mut lines: Vec<(String, String)> = Vec::new();
        for (name, story) in every_event() {
            let line = story.last().and_then(|last| card::line(&voice(), &after(&story), last));
            let line = line.map_or_else(|| "(nothing)\n".to_owned(), |line| message(&line));
            lines.push((name.to_owned(), line));
        }
        for turn in [Some(Role::PartnerManager), Some(Role::Admin), None] {
            let late = CaseEvent::CaseReminded { step: 1, next: None };
            let facts = Facts { turn, ..after(std::slice::from_ref(&late)) };
            let line = card::line(&voice(), &facts, &late).unwrap();
            lines.push((format!("late, {turn:?}"), message(&line)));
        }
        sections(lines.iter().map(|(name, line)| (name.as_str(), line.clone())))
    });
}

#[test]
fn what_each_party_is_told_of_a_case() {
    keep!("case_told", {
        let both = [("North", NORTH), ("South", SOUTH)].map(|(name, side)| {
            let told = told_to(side).into_iter();
            told.map(move |(what, told)| (format!("{name}: {what}"), message(&told)))
        });
        let told: Vec<_> = both.into_iter().flatten().collect();
        sections(told.iter().map(|(name, told)| (name.as_str(), told.clone())))
    });
}

/// The second referral is North's as well, and the same as the first.
fn of_one_partner(events: &[CaseEvent]) -> Facts {
    let mut facts = after(events);
    let [first, second] = facts.sides.as_mut_slice() else { panic!("two sides") };
    second.partner = first.partner.clone();
    second.referral.submission.partner = first.partner.id;
    second.referral.submission.number = "NOR-13".parse().unwrap();
    facts.case.parties[1].partner = first.partner.id;
    facts
}

#[test]
fn what_a_partner_reads_of_a_merge_and_what_a_resolver_does() {
    keep!("case_merge", {
        let merged = ruling(Outcome::Merge, true);
        let facts = of_one_partner(std::slice::from_ref(&merged));
        let told = |id| message(&told::line(&voice(), &facts, &id, &merged).unwrap());
        let open = of_one_partner(&[]);
        sections([
            ("the form", form(&forms::decide(&voice(), &FormId::new(7), &open))),
            ("the card", message(&card::card(&voice(), &facts))),
            ("what goes on", told(NORTH)),
            ("what is merged into it", told(SOUTH)),
        ])
    });
}

/// Whatever a party reads holds neither the other's name, number, people, words nor website.
#[test]
fn no_party_reads_a_word_of_the_other() {
    let of_north = ["North", "NOR-", "Partner member", "Kept"];
    let of_south = ["South", "SOU-", "south", "We met", "Overlooked", "Taken"];
    let inside = ["Sales", "Resolver 1", "Case 7", "evidence from"];
    let mut read = 0;
    for (side, never) in [(NORTH, &of_south[..]), (SOUTH, &of_north[..])] {
        for (what, told) in told_to(side) {
            let words = serde_json::to_string(&told).unwrap();
            for word in never.iter().chain(&inside) {
                assert!(!words.contains(word), "{what}: {words} says {word}");
            }
            assert!(!words.contains("cas_"), "nor the id of the case: {words}");
            read += 1;
        }
    }
    assert!(read > 20, "{read}");
}

/// The one name that a party may read: that of whom it shares with, when both wanted it.
#[test]
fn whoever_shares_reads_the_others_name_when_both_chose_to_be_named() {
    let split = || ruling(Outcome::Split, false);
    let unnamed = CaseEvent::SplitAnswered {
        by: RIVAL,
        partner: PartnerId::new(2),
        agreed: true,
        named: false,
    };
    for (second, named) in [(answered(2, true), true), (unnamed, false)] {
        let facts = after(&[suggested(), answered(1, true), second, split()]);
        let told = told::line(&voice(), &facts, &NORTH, &split()).unwrap();
        assert_eq!(told.fallback().contains("South Partner"), named, "{}", told.fallback());
        assert!(told.fallback().contains("you share the credit, 40 % is yours"));
    }
}

#[test]
fn the_forms_about_a_case() {
    keep!("case_forms", {
        let (voice, id, referral) = (voice(), FormId::new(7), submitted());
        let mut three = after(&[]);
        let mut west = three.sides[1].clone();
        west.referral.id = ReferralId::new(3);
        three.sides.push(west);
        let mut late = after(&[]);
        late.case.evidence_until = at("2026-03-06T14:00:00Z");
        late.proposal = Some(proposal(None));
        let agreed = after(&[suggested(), answered(1, true), answered(2, true)]);
        let drawn = [
            ("claim", forms::claim(&voice, &id, &referral)),
            ("evidence", forms::evidence(&voice, &id, &referral)),
            ("appeal", forms::appeal(&voice, &id, &referral)),
            ("open a case", forms::contest(&voice, &id, &referral)),
            ("decide", forms::decide(&voice, &id, &after(&[]))),
            ("decide about three", forms::decide(&voice, &id, &three)),
            ("decide without a proposal", forms::decide(&voice, &id, &late)),
            ("decide once a split is agreed", forms::decide(&voice, &id, &agreed)),
            ("split", forms::share(&voice, &id, &after(&[]))),
            ("ask for evidence", forms::ask_evidence(&voice, &id, &after(&[]))),
        ];
        sections(drawn.iter().map(|(name, one)| (*name, form(one))))
    });
}

#[test]
fn every_no_about_a_case() {
    keep!("case_refusals", {
        let (until, number) = (at("2026-03-09T15:00:00Z"), "NOR-12".parse().unwrap());
        let stake = |stake| CaseNo::Stake { stake, number };
        let stakes = [Stake::Owner, Stake::Approver, Stake::Submitter, Stake::FirstDecider];
        let mut all: Vec<CaseNo> = stakes.map(stake).into();
        let turns = [Role::Resolver, Role::PartnerManager, Role::Admin, Role::Sales];
        all.extend(turns.map(|role| CaseNo::Turn { role }));
        all.extend([
            CaseNo::NotAParty,
            CaseNo::Decided { by: SALES, at: until },
            CaseNo::Over,
            CaseNo::Open,
            CaseNo::NothingAgainst,
            CaseNo::EvidenceOver { until },
            CaseNo::AppealOver { until },
            CaseNo::AppealedOnce,
            CaseNo::NoRule,
            CaseNo::Names { name: "South Partner".to_owned() },
            CaseNo::NoWinner,
            CaseNo::NothingToMerge,
            CaseNo::NotAgreed,
            CaseNo::NotTwo,
            CaseNo::NoSplit,
        ]);
        let facts = submitted();
        let line = |why: &CaseNo| {
            let line = refusals::about(&voice(), &Refusal::Case { why: why.clone() }, &facts);
            format!("{}: {}\n", why.reason(), line.words())
        };
        all.iter().map(line).collect::<String>()
    });
}

/// A case about North's referral in each phase in which it may stand when a quarter is looked at.
pub fn in_a_quarter() -> Vec<Case> {
    let due = at("2026-03-20T15:00:00Z");
    let appealed = CaseEvent::CaseAppealed {
        by: PersonId::new(3),
        referral: NORTH,
        text: seal("Overlooked"),
        link: None,
        due,
    };
    let decided = |outcome| ruling(outcome, true);
    let all = [
        vec![],
        vec![decided(Outcome::UpholdFirst), CaseEvent::CaseClosed],
        vec![decided(Outcome::AwardOther), appealed],
        vec![decided(Outcome::Split)],
        vec![decided(Outcome::Merge), CaseEvent::CaseClosed],
        vec![decided(Outcome::DirectKeepsWithFee), CaseEvent::CaseClosed],
        vec![CaseEvent::CaseSettled],
    ];
    all.iter().map(|events| after(events).case).collect()
}
