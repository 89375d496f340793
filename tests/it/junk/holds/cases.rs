//! A conflict case to draw, with whatever words, in any phase and with any number of sides.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;
use vouch::domain::actor::Role;
use vouch::domain::case::ladder::Engagement;
use vouch::domain::case::{Case, Rule};
use vouch::domain::ids::{CaseId, FormId, PartnerId, PersonId, ReferralId};
use vouch::domain::outcome::{CaseEvent, Seal};
use vouch::domain::referral::Referral;
use vouch::views::case::{Facts, Side};

use super::bytes::Bytes;
use super::facts::{MEMBER, NOW, SALES, at, every_referral, partner};

fn event(value: serde_json::Value) -> CaseEvent {
    serde_json::from_value(value).expect("an event of a case")
}

/// Of what somebody wrote: a side's own, each.
fn seal(what: &str, side: &Side) -> Seal {
    Seal(format!("{what} of {}", side.referral.id))
}

/// What is kept of a side's words.
const WRITTEN: [&str; 5] = ["company", "text", "evidence", "link", "appeal"];

/// What can happen in a case, besides its beginning.
fn events(sides: &[Side]) -> Vec<CaseEvent> {
    let (first, side) = (sides[0].referral.id, &sides[sides.len() - 1]);
    let (last, later) = (side.referral.id, "2026-03-12T15:00:00Z");
    let texts: BTreeMap<String, Seal> =
        sides.iter().map(|side| (side.referral.id.to_string(), seal("text", side))).collect();
    let (evidence, link, appeal) =
        (seal("evidence", side), seal("link", side), seal("appeal", side));
    let ruling = |outcome: &str, until: Option<&str>| {
        event(json!({ "kind": "case_decided", "by": SALES, "outcome": outcome,
            "rules": Rule::ALL, "first": first, "winner": last, "first_bp": 4_000,
            "texts": texts, "appeal_until": until }))
    };
    let grounds = json!([{ "ground": "off_limits" }, { "ground": "protected", "referral": first },
        { "ground": "apart", "one": first, "other": last, "millis": 61_500 }]);
    let proposal = json!({ "outcome": "award_other", "rules": Rule::ALL, "first": first, "winner": last,
        "grounds": grounds });
    vec![
        event(json!({ "kind": "case_stated", "by": MEMBER, "referral": last, "claim": "chosen",
            "text": evidence, "link": link, "on": "2026-03-02" })),
        event(json!({ "kind": "evidence_asked", "by": SALES, "referral": last, "text": evidence,
            "until": later })),
        event(json!({ "kind": "case_proposed", "proposal": proposal, "due": later })),
        event(json!({ "kind": "split_suggested", "by": SALES, "first_bp": 4_000, "until": later })),
        event(json!({ "kind": "split_answered", "by": MEMBER, "partner": PartnerId::new(1),
            "agreed": true, "named": true })),
        event(json!({ "kind": "case_reminded", "step": 2 })),
        ruling("uphold_first", Some(later)),
        event(json!({ "kind": "case_appealed", "by": MEMBER, "referral": last, "text": appeal,
            "link": link, "due": later })),
        ruling("direct_keeps_with_finder_fee", None),
        ruling("merge", Some(later)),
        event(json!({ "kind": "case_left", "referral": last })),
    ]
}

/// A case after each of the things that can happen, with that as what is told.
pub fn every_case(bytes: &mut Bytes<'_>) -> Vec<(Facts, CaseEvent)> {
    let referrals: Vec<Referral> =
        every_referral(bytes).into_iter().map(|(facts, _)| facts.referral).collect();
    let count = 1 + bytes.below(6);
    let side = |(n, mut referral): (usize, Referral), bytes: &mut Bytes<'_>| {
        let number = u128::try_from(n).expect("a handful");
        referral.id = ReferralId::new(number + 1);
        referral.submission.form = FormId::new(number + 1);
        referral.submission.partner = PartnerId::new(number + 1);
        let mut partner = partner(bytes);
        partner.id = PartnerId::new(number + 1);
        let mut side = Side { referral, partner, left: false };
        side.referral.submission.company = seal("company", &side);
        side
    };
    let sides: Vec<Side> =
        referrals.into_iter().enumerate().take(count).map(|one| side(one, bytes)).collect();
    let parties: Vec<_> = sides
        .iter()
        .map(|side| json!({ "referral": side.referral.id, "partner": side.partner.id }))
        .collect();
    let causes = ["match", "off_limits", "claim", "sales"];
    let opened = event(json!({ "kind": "case_opened", "number": u32::MAX,
        "domain": format!("{}.example", "a".repeat(60)), "cause": bytes.one_of(&causes),
        "parties": parties, "evidence_until": "2026-03-09T15:00:00Z" }));
    let id = CaseId::new(1);
    let mut case = Case::from_first(id, &opened, at(NOW), "3f9c1a").expect("the first event");
    let mut found = vec![(with(&case, &sides, bytes), opened)];
    for event in events(&sides) {
        case.apply(&event, at(NOW));
        found.push((with(&case, &sides, bytes), event));
    }
    found
}

fn with(case: &Case, sides: &[Side], bytes: &mut Bytes<'_>) -> Facts {
    let seals = sides.iter().flat_map(|side| WRITTEN.map(|what| seal(what, side)));
    let people: Vec<PersonId> = (1..40).map(PersonId::new).collect();
    Facts {
        case: case.clone(),
        sides: sides.to_vec(),
        engagement: Engagement {
            off: Rule::ALL.iter().copied().filter(|_| bytes.yes()).collect(),
            ..Engagement::default()
        },
        proposal: case.proposal.clone().filter(|_| bytes.yes()),
        turn: bytes
            .yes()
            .then(|| bytes.one_of(&[Role::Resolver, Role::PartnerManager, Role::Admin])),
        barred: people.iter().copied().filter(|_| bytes.yes()).collect::<BTreeSet<_>>(),
        names: people.into_iter().map(|person| (person, bytes.words())).collect(),
        words: seals.map(|seal| (seal, bytes.words())).collect(),
    }
}
