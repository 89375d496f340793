//! Referrals, partners and channels to draw, with whatever words: one referral for each event that can
//! have happened last.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};
use vouch::domain::account::candidate::{Candidate, Reason};
use vouch::domain::account::known::{AccountNo, Standing};
use vouch::domain::ids::{CaseId, FormId, PartnerId, PersonId, ReferralId};
use vouch::domain::outcome::{ReferralEvent, Seal, Submission};
use vouch::domain::partner::{Audience, Channel, Company, Partner, PartnerKind, PartnerState};
use vouch::domain::referral::{Referral, Reminder};
use vouch::views::referral::Facts;

use super::bytes::Bytes;

pub const NOW: &str = "2026-03-06T15:00:00Z";
pub const SALES: PersonId = PersonId::new(1);
pub const MEMBER: PersonId = PersonId::new(3);

pub fn at(text: &str) -> DateTime<Utc> {
    text.parse().expect("a time")
}

/// What has happened to a referral, the last of it last.
pub fn stories() -> Vec<Vec<Value>> {
    let (by, on) = (json!(SALES), "2026-03-05");
    let seal = "e".repeat(64);
    let found = json!({ "kind": "match_found", "against": [ReferralId::new(2)] });
    let off_limits = json!({ "kind": "off_limits_found" });
    let cleared = json!({ "kind": "match_cleared", "due": "2026-03-10T15:00:00Z" });
    let asked = json!({ "kind": "question_asked", "by": by, "question": seal,
        "place_until": "2026-03-09T22:00:00Z", "lapses": "2026-03-12T22:00:00Z" });
    let answered = json!({ "kind": "question_answered", "by": MEMBER, "answer": seal,
        "due": "2026-03-10T15:00:00Z", "place_kept": true });
    let person = json!({ "kind": "person_asked", "by": MEMBER, "question": seal });
    let lapsed = json!({ "kind": "lapsed", "at": "2026-03-12T22:00:00Z" });
    let approved = json!({ "kind": "approved", "by": by, "owner": SALES, "note": seal,
        "late_days": 3, "protected_through": "2026-06-03", "expires": "2026-06-04T04:00:00Z" });
    let mut all_the_same = approved.clone();
    all_the_same["reason"] = json!(seal);
    let rejected = json!({ "kind": "rejected", "by": by, "reason": "Too early", "text": seal,
        "note": seal, "late_days": 0 });
    let undone = json!({ "kind": "decision_undone", "by": by, "reason": seal, "decided": NOW });
    let owner = json!({ "kind": "owner_changed", "by": by, "owner": MEMBER, "was": SALES });
    let withdrawn = json!({ "kind": "withdrawn", "by": MEMBER });
    let ended = json!({ "kind": "withdrawn_with_partner" });
    let moved = json!({ "kind": "stage_moved", "by": by, "stage": "proposal", "was": "new",
        "next_step": seal });
    let heard = json!({ "kind": "deal_heard", "opportunity": 7, "at": NOW, "stage": "meeting",
        "told": true });
    let followed = json!({ "kind": "stage_moved", "stage": "meeting", "was": "new" });
    let won = json!({ "kind": "won", "by": by, "amount_minor": i64::MAX, "currency": "EUR",
        "on": on });
    let lost = json!({ "kind": "lost", "by": by, "reason": "No budget", "on": on });
    let reopened = json!({ "kind": "reopened", "by": by, "protected_through": "2026-06-20",
        "expires": "2026-06-21T04:00:00Z" });
    let expired = json!({ "kind": "expired", "at": "2026-06-04T04:00:00Z" });
    let reversed = json!({ "kind": "reversed", "by": by, "on": on, "record": seal });
    let named = json!({ "kind": "naming_recorded", "by": by, "agreed": true, "record": seal });
    let extended = json!({ "kind": "extended", "by": MEMBER, "protected_through": "2026-07-03",
        "expires": "2026-07-04T04:00:00Z" });
    let reminded = |reminder: &Reminder| {
        let kind = "reminded";
        json!({ "kind": kind, "reminder": reminder, "about": "2026-03-05T15:30:00Z" })
    };
    let case = CaseId::new(1);
    let rules = json!(["R5", "R7"]);
    let overruled = json!({ "kind": "overruled_by_case", "case": case, "by": by, "rules": rules,
        "text": seal });
    let released = json!({ "kind": "released_by_case", "case": case, "by": by, "rules": rules,
        "text": seal });
    let merged = json!({ "kind": "merged_by_case", "case": case, "by": by, "rules": rules,
        "into": ReferralId::new(9), "number": "NOR-3", "text": seal });
    let awarded = json!({ "kind": "awarded_by_case", "case": case, "by": by, "owner": SALES,
        "rules": rules, "protected_through": "2026-06-03", "expires": "2026-06-04T04:00:00Z" });
    let nurtured = json!({ "kind": "nurture_counted", "dates": 4, "days": 2, "last": "2026-04-04",
        "resumes": true, "protected_through": "2026-06-07", "expires": "2026-06-08T04:00:00Z" });
    let held = json!({ "kind": "grace_held", "against": ReferralId::new(9),
        "until": "2026-03-16T22:00:00Z" });
    let back = json!({ "kind": "came_back", "after": ReferralId::new(9) });
    let ahead = json!({ "kind": "stated_ahead", "by": MEMBER, "referral": ReferralId::new(1),
        "text": seal, "link": seal });
    let runs_again = json!({ "kind": "release_resumed", "until": "2026-03-20T22:00:00Z" });
    let mut held_now = held.clone();
    held_now["evidence_until"] = json!("2026-03-09T22:00:00Z");
    let release = json!({ "kind": "release_asked", "by": by, "reason": seal,
        "until": "2026-03-16T22:00:00Z" });
    let kept = json!({ "kind": "release_kept", "by": by });
    let let_go = json!({ "kind": "released", "by": by, "asked": SALES });
    let paused = json!({ "kind": "protection_paused", "days": 4, "last": on,
        "protected_through": "2026-06-07", "expires": "2026-06-08T04:00:00Z" });
    let resumed = json!({ "kind": "question_resumed", "place_until": "2026-03-11T22:00:00Z",
        "lapses": "2026-03-16T22:00:00Z" });
    let after_approval = [undone, owner, moved, won.clone(), lost.clone(), expired, found.clone()];
    let mut stories = vec![
        vec![],
        vec![found.clone()],
        vec![off_limits.clone()],
        vec![off_limits, all_the_same],
        vec![found.clone(), cleared],
        vec![found.clone(), overruled],
        vec![found.clone(), awarded],
        vec![asked.clone(), found.clone(), resumed],
        vec![approved.clone(), found.clone(), paused],
        vec![approved.clone(), found.clone(), released],
        vec![approved.clone(), found, merged],
        vec![asked.clone()],
        vec![asked.clone(), answered],
        vec![person.clone()],
        vec![approved.clone(), person],
        vec![asked, lapsed],
        vec![approved.clone()],
        vec![rejected],
        vec![withdrawn],
        vec![ended],
        vec![approved.clone(), lost, reopened],
        vec![approved.clone(), won.clone(), named.clone()],
        vec![approved.clone(), won.clone(), named, reversed.clone()],
        vec![approved.clone(), won, reversed],
    ];
    stories.push(vec![approved.clone(), extended]);
    stories.push(vec![approved.clone(), heard, followed]);
    stories.push(vec![approved.clone(), nurtured]);
    stories.push(vec![held]);
    stories.push(vec![held_now.clone()]);
    stories.push(vec![held_now, ahead]);
    stories.push(vec![approved.clone(), release.clone(), runs_again]);
    stories.push(vec![back]);
    stories.push(vec![approved.clone(), release.clone()]);
    stories.push(vec![approved.clone(), release.clone(), kept]);
    stories.push(vec![approved.clone(), release, let_go]);
    stories.extend(Reminder::ALL.iter().map(|one| vec![reminded(one)]));
    stories.extend(Reminder::ALL.iter().map(|one| vec![approved.clone(), reminded(one)]));
    stories.extend(after_approval.map(|event| vec![approved.clone(), event]));
    stories
}

pub fn submission(domain: &str) -> Submission {
    let seal = "a".repeat(64);
    let submission = json!({
        "partner": PartnerId::new(1), "number": "NOR-12", "form": FormId::new(1),
        "domain": domain, "company": seal, "need": seal, "relationship": "client",
        "introduction": "introduce", "basis": "agreed", "contact_name": seal,
        "contact_email": seal, "job_title": seal, "by": MEMBER, "due": "2026-03-09T15:00:00Z",
    });
    serde_json::from_value(submission).expect("a submission")
}

/// A referral with its words after each story; the event it tells is the last.
pub fn every_referral(bytes: &mut Bytes<'_>) -> Vec<(Facts, ReferralEvent)> {
    stories().into_iter().map(|story| after(story, bytes)).collect()
}

fn after(story: Vec<Value>, bytes: &mut Bytes<'_>) -> (Facts, ReferralEvent) {
    let mut first = submission("acme.example");
    first.on_behalf = bytes.yes();
    let (referral, last) = lived(ReferralId::new(1), first, story);
    (facts(referral, &last, bytes), last)
}

/// A referral after its story, and the last thing that happened to it.
pub fn lived(id: ReferralId, first: Submission, story: Vec<Value>) -> (Referral, ReferralEvent) {
    let mut last = ReferralEvent::Submitted(Box::new(first));
    let mut when = at("2026-03-05T15:00:00Z");
    let receipt = "4af08c21aa90be3d7c55e1f2".repeat(3);
    let mut referral =
        Referral::from_first(id, &last, when, "3f9c1a", &receipt).expect("the first event");
    for event in story {
        when += TimeDelta::minutes(30);
        last = serde_json::from_value(event).expect("an event");
        referral.apply(&last, when);
    }
    (referral, last)
}

fn facts(referral: Referral, event: &ReferralEvent, bytes: &mut Bytes<'_>) -> Facts {
    let seals: Vec<Seal> = event.seals().into_iter().cloned().collect();
    Facts {
        partner: partner(bytes),
        company: bytes.words(),
        need: bytes.words(),
        contact_name: bytes.words(),
        contact_email: bytes.words(),
        job_title: bytes.words(),
        // Made by us, never typed.
        source: String::new(),
        thread: String::new(),
        note: bytes.words(),
        exception: bytes.words(),
        question: bytes.words(),
        next_step: bytes.words(),
        text: bytes.words(),
        words: seals.into_iter().map(|seal| (seal, bytes.words())).collect(),
        names: BTreeMap::from([(SALES, bytes.words()), (MEMBER, bytes.words())]),
        release: bytes.words(),
        naming: bytes.words(),
        owner_gone: bytes.yes(),
        won: u32::from(bytes.byte()),
        candidates: (0..bytes.below(6)).map(|_| candidate(bytes)).collect(),
        matches: (0..bytes.below(30)).map(|n| (format!("SOU-{n}"), bytes.words())).collect(),
        referral,
    }
}

fn candidate(bytes: &mut Bytes<'_>) -> Candidate {
    let reasons = [Reason::Domain, Reason::Alias, Reason::Email, Reason::Name { points: 9_411 }];
    Candidate {
        number: AccountNo::stored(i64::MAX),
        name: bytes.words(),
        standing: bytes.one_of(Standing::ALL),
        active: bytes.yes().then(|| at(NOW).date_naive()),
        reason: bytes.one_of(&reasons),
        likely: bytes.yes(),
    }
}

/// A partner in any state.
pub fn partner(bytes: &mut Bytes<'_>) -> Partner {
    let mut partner =
        Partner::fresh(PartnerId::new(1), "NOR".parse().expect("a code"), &bytes.words(), at(NOW));
    partner.state =
        bytes.one_of(&[PartnerState::Approved, PartnerState::Suspended, PartnerState::Terminated]);
    partner.paused_at = bytes.yes().then(|| at(NOW));
    partner.kind = bytes.yes().then_some(PartnerKind::Reseller);
    partner.manager = bytes.yes().then_some(SALES);
    partner.domains = (0..bytes.below(40)).map(|n| format!("north-{n}.example")).collect();
    partner
}

/// A channel for anything, with any companies in it.
pub fn channel(bytes: &mut Bytes<'_>) -> Channel {
    let audiences =
        [Audience::Internal, Audience::Partner, Audience::Community, Audience::Resolvers];
    let company = |n: usize, name: String| Company { workspace: format!("slack:T{n}"), name };
    let mut channel = Channel::new("slack:C1".to_owned(), at(NOW));
    channel.name = bytes.yes().then(|| bytes.words());
    channel.audience = bytes.yes().then(|| bytes.one_of(&audiences));
    channel.companies = (0..bytes.below(40)).map(|n| company(n, bytes.words())).collect();
    channel
}
