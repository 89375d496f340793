//! Referrals to draw: one in each status, and each event with the referral it happened to.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use crate::domain::account;
use crate::domain::ids::{FormId, PartnerId, PersonId, ReferralId, ReferralNumber};
use crate::domain::outcome::{PartnerEvent, ReferralEvent, Seal, Submission};
use crate::domain::partner::Partner;
use crate::domain::referral::{Basis, Closing, Introduction, Referral, Relationship, Stage};
use crate::text::{Language, Texts, Voice};
use crate::views::referral::Facts;

pub const SALES: PersonId = PersonId::new(1);
const OTHER: PersonId = PersonId::new(2);
const MEMBER: PersonId = PersonId::new(3);

/// A Friday morning in New York, where the programme lives.
pub fn voice() -> Voice<'static> {
    Voice {
        texts: Texts::shipped(),
        language: Language::English,
        zone: chrono_tz::America::New_York,
        now: at("2026-03-06T15:00:00Z"),
    }
}

pub fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

pub fn number() -> ReferralNumber {
    "NOR-12".parse().unwrap()
}

fn seal(word: &str) -> Seal {
    Seal(word.to_owned())
}

fn submission() -> Submission {
    Submission {
        on_behalf: false,
        partner: PartnerId::new(1),
        number: number(),
        form: FormId::new(1),
        domain: account::website("acme.example").unwrap(),
        company: seal("Acme"),
        need: seal("A new warehouse by spring"),
        relationship: Relationship::Client,
        introduction: Introduction::Expect,
        basis: Basis::Agreed,
        contact_name: Some(seal("Jo Contact")),
        contact_email: Some(seal("jo@acme.example")),
        job_title: Some(seal("Head of logistics")),
        source: None,
        by: MEMBER,
        due: at("2026-03-09T15:00:00Z"),
    }
}

/// A referral after these events, half an hour apart. A seal here is its own word.
fn after(events: &[ReferralEvent]) -> Facts {
    after_first(submission(), events)
}

fn after_first(first: Submission, events: &[ReferralEvent]) -> Facts {
    let first = ReferralEvent::Submitted(Box::new(first));
    let mut when = at("2026-03-05T15:00:00Z");
    let print = "4af08c21aa90be3d7c55e1f2".repeat(3);
    let id = ReferralId::new(1);
    let mut referral =
        Referral::from_first(id, &first, when, "3f9c1a", &print).expect("the first event");
    for event in events {
        when += chrono::TimeDelta::minutes(30);
        referral.apply(event, when);
    }
    let word = |seal: &Option<Seal>| seal.as_ref().map(|seal| seal.0.clone()).unwrap_or_default();
    let sent = referral.submission.clone();
    let question = referral.question.as_ref().map(|question| question.question.clone());
    let seals = events.iter().flat_map(|event| event.seals().into_iter().cloned());
    let names = [(SALES, "Sales 1"), (OTHER, "Sales 2"), (MEMBER, "Partner member")];
    Facts {
        company: sent.company.0,
        need: sent.need.0,
        contact_name: word(&sent.contact_name),
        contact_email: word(&sent.contact_email),
        job_title: word(&sent.job_title),
        source: word(&sent.source),
        note: word(&referral.note),
        question: word(&question),
        next_step: word(&referral.next_step),
        text: word(&referral.text),
        words: seals.map(|seal| (seal.clone(), seal.0)).collect(),
        names: BTreeMap::from(names.map(|(id, name)| (id, name.to_owned()))),
        won: 2,
        matches: Vec::new(),
        partner: partner(),
        referral,
    }
}

pub fn partner() -> Partner {
    let first = PartnerEvent::PartnerAdded {
        code: number().code,
        name: "North Partner".to_owned(),
        domains: Vec::new(),
        workspaces: Vec::new(),
        test: false,
    };
    let mut partner = Partner::from_first(PartnerId::new(1), &first, at("2026-01-05T15:00:00Z"))
        .expect("the first event");
    partner.sent = 12;
    partner
}

pub fn submitted() -> Facts {
    after(&[])
}

/// Sent by somebody of the vendor's for the partner.
fn on_behalf() -> Submission {
    Submission { on_behalf: true, by: SALES, ..submission() }
}

fn approved() -> ReferralEvent {
    approved_late(0)
}

fn approved_late(late_days: u32) -> ReferralEvent {
    ReferralEvent::Approved {
        by: SALES,
        owner: OTHER,
        note: Some(seal("They know us from the fair.")),
        late_days,
        protected_through: "2026-06-03".parse().unwrap(),
        expires: at("2026-06-04T04:00:00Z"),
    }
}

fn asked() -> ReferralEvent {
    ReferralEvent::QuestionAsked {
        by: SALES,
        question: seal("Who decides there?"),
        place_until: at("2026-03-09T22:00:00Z"),
        lapses: at("2026-03-12T22:00:00Z"),
    }
}

fn rejected(text: Option<Seal>) -> ReferralEvent {
    let note = Some(seal("Ask again in a year."));
    ReferralEvent::Rejected { by: SALES, reason: "Too early".to_owned(), text, note, late_days: 0 }
}

fn won() -> ReferralEvent {
    let (currency, on) = ("EUR".to_owned(), "2026-03-05".parse().unwrap());
    ReferralEvent::Won { by: SALES, amount_minor: 1_250_000, currency, on }
}

fn lost() -> ReferralEvent {
    let on = "2026-03-05".parse().unwrap();
    ReferralEvent::Lost { by: SALES, reason: "No budget".to_owned(), on }
}

fn moved() -> ReferralEvent {
    ReferralEvent::StageMoved {
        by: SALES,
        stage: Stage::Proposal,
        was: Stage::New,
        next_step: seal("Call on Tuesday"),
    }
}

fn reversed() -> ReferralEvent {
    let on = "2026-03-05".parse().unwrap();
    ReferralEvent::Reversed { by: SALES, on, record: seal("Refund 77") }
}

fn expired() -> ReferralEvent {
    ReferralEvent::Expired { at: at("2026-03-05T04:00:00Z") }
}

fn found() -> ReferralEvent {
    ReferralEvent::MatchFound { against: vec![ReferralId::new(2)] }
}

/// The statuses, and variants of them that are drawn in another way.
pub fn in_every_status() -> Vec<(&'static str, Facts)> {
    let mut late = submitted();
    late.referral.promise.due = at("2026-03-04T15:00:00Z");
    let mut matched = after(&[found()]);
    matched.matches = vec![("SOU-3".to_owned(), "South Partner".to_owned())];
    let mut decided = after(&[approved()]);
    // Ten minutes ago at most: it can still be taken back.
    if let Some(decision) = &mut decided.referral.decision {
        decision.at = at("2026-03-06T14:58:00Z");
    }
    let mut long_lost = after(&[approved(), lost()]);
    if let Some(Closing::Lost { on, .. }) = &mut long_lost.referral.closing {
        *on = "2025-12-05".parse().unwrap();
    }
    let lapsed = ReferralEvent::Lapsed { at: at("2026-03-12T22:00:00Z") };
    let mut erased = submitted();
    erased.company = String::new();
    let mut both = after(&[found(), ReferralEvent::OffLimitsFound]);
    both.matches.clone_from(&matched.matches);
    vec![
        ("submitted", submitted()),
        ("submitted, late", late),
        ("submitted, the company's name erased", erased),
        ("submitted for the partner", after_first(on_behalf(), &[])),
        ("in review", matched),
        ("in review, off limits", after(&[ReferralEvent::OffLimitsFound])),
        ("in review, off limits and referred before", both),
        ("a question is open", after(&[asked()])),
        ("approved", after(&[approved()])),
        ("approved a moment ago", decided),
        ("approved and on its way", after(&[approved(), moved()])),
        ("rejected", after(&[rejected(Some(seal("A year too soon.")))])),
        ("lapsed", after(&[asked(), lapsed])),
        ("withdrawn", after(&[ReferralEvent::Withdrawn { by: MEMBER }])),
        ("withdrawn with the partner", after(&[ReferralEvent::WithdrawnWithPartner])),
        ("expired", after(&[approved(), expired()])),
        ("won", after(&[approved(), won()])),
        ("lost", after(&[approved(), lost()])),
        ("lost, too long ago to be reopened", long_lost),
        ("reversed", after(&[approved(), won(), reversed()])),
    ]
}

/// Each kind of event, in the ways in which it is told.
pub fn every_event() -> Vec<(String, Facts, ReferralEvent)> {
    let answered = || ReferralEvent::QuestionAnswered {
        by: MEMBER,
        answer: seal("Jo does."),
        due: Some(at("2026-03-10T15:00:00Z")),
        place_kept: true,
    };
    let undone = || ReferralEvent::DecisionUndone {
        by: SALES,
        reason: seal("The wrong card"),
        decided: at("2026-03-06T14:04:00Z"),
    };
    let owner = || ReferralEvent::OwnerChanged { by: SALES, owner: OTHER, was: Some(SALES) };
    let reopened = || ReferralEvent::Reopened {
        by: SALES,
        protected_through: "2026-06-20".parse().unwrap(),
        expires: at("2026-06-21T04:00:00Z"),
    };
    let cleared = |due| ReferralEvent::MatchCleared { due };
    let withdrawn = || ReferralEvent::Withdrawn { by: MEMBER };
    let lapsed = || ReferralEvent::Lapsed { at: at("2026-03-12T22:00:00Z") };
    let due = Some(at("2026-03-10T15:00:00Z"));
    let stories: Vec<(&str, Vec<ReferralEvent>)> = vec![
        ("match found", vec![found()]),
        ("off limits", vec![ReferralEvent::OffLimitsFound]),
        ("match cleared", vec![found(), cleared(due)]),
        ("match cleared, approved", vec![approved(), found(), cleared(None)]),
        ("approved", vec![approved()]),
        ("approved a day late", vec![approved_late(1)]),
        ("approved three days late", vec![approved_late(3)]),
        ("rejected", vec![rejected(None)]),
        ("rejected with a text", vec![rejected(Some(seal("A year too soon.")))]),
        ("asked", vec![asked()]),
        ("answered", vec![asked(), answered()]),
        ("answered in review", vec![found(), asked(), answered()]),
        ("lapsed", vec![asked(), lapsed()]),
        ("undone", vec![approved(), undone()]),
        ("undone into a review", vec![approved(), found(), undone()]),
        ("another owner", vec![approved(), owner()]),
        ("withdrawn", vec![withdrawn()]),
        ("withdrawn with the partner", vec![ReferralEvent::WithdrawnWithPartner]),
        ("stage moved", vec![approved(), moved()]),
        ("won", vec![approved(), won()]),
        ("lost", vec![approved(), lost()]),
        ("reopened", vec![approved(), lost(), reopened()]),
        ("expired", vec![approved(), expired()]),
        ("reversed", vec![approved(), won(), reversed()]),
    ];
    let mut told: Vec<(String, Facts, ReferralEvent)> = stories
        .into_iter()
        .filter_map(|(name, events)| {
            let last = events.last()?.clone();
            Some((name.to_owned(), after(&events), last))
        })
        .collect();
    for (name, first) in [("submitted", submission()), ("submitted for the partner", on_behalf())] {
        let event = ReferralEvent::Submitted(Box::new(first.clone()));
        told.push((name.to_owned(), after_first(first, &[]), event));
    }
    // The approval says how the first contact is made, by what the partner chose.
    for introduction in [Introduction::Mention, Introduction::Introduce] {
        let mut facts = after(&[approved()]);
        facts.referral.submission.introduction = introduction;
        told.push((format!("approved, {introduction}"), facts, approved()));
    }
    told
}
