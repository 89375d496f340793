//! Referrals to draw: one in each status, and each event with the referral it happened to.

use std::cell::Cell;
use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use crate::domain::account;
use crate::domain::account::candidate::{Candidate, Reason};
use crate::domain::account::known::{AccountNo, Found, Standing};
use crate::domain::account::matching::Matching;
use crate::domain::case::Rule;
use crate::domain::ids::{CaseId, FormId, PartnerId, PersonId, ReferralId, ReferralNumber};
use crate::domain::outcome::{PartnerEvent, ReferralEvent, Seal, Statement, Submission};
use crate::domain::partner::Partner;
use crate::domain::referral::{
    Basis, Closing, Introduction, Referral, Relationship, Release, Reminder, Stage,
};
use crate::text::{Language, Texts, Voice};
use crate::views::referral::Facts;

pub const SALES: PersonId = PersonId::new(1);
pub const OTHER: PersonId = PersonId::new(2);
const MEMBER: PersonId = PersonId::new(3);

/// What views are drawn in.
#[derive(Clone, Copy, PartialEq)]
pub enum Spoken {
    English,
    German,
    Pseudo,
}

thread_local! {
    static SPOKEN: Cell<Spoken> = const { Cell::new(Spoken::English) };
}

/// Draws in a language.
pub fn speaking<T>(spoken: Spoken, draw: impl FnOnce() -> T) -> T {
    SPOKEN.set(spoken);
    let drawn = draw();
    SPOKEN.set(Spoken::English);
    drawn
}

/// A Friday morning in New York, where the programme lives.
pub fn voice() -> Voice<'static> {
    let (texts, language) = match SPOKEN.get() {
        Spoken::English => (Texts::shipped(), Language::English),
        Spoken::German => (Texts::shipped(), Language::German),
        Spoken::Pseudo => (Texts::pseudo(), Language::English),
    };
    Voice { texts, language, zone: chrono_tz::America::New_York, now: at("2026-03-06T15:00:00Z") }
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

pub fn submission() -> Submission {
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
        tier: None,
        half: Some(at("2026-03-06T15:00:00Z")),
    }
}

/// A referral after these events, half an hour apart. A seal here is its own word.
fn after(events: &[ReferralEvent]) -> Facts {
    after_first(submission(), events)
}

pub fn after_first(first: Submission, events: &[ReferralEvent]) -> Facts {
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
        thread: String::new(),
        note: word(&referral.note),
        exception: word(&referral.exception),
        question: word(&question),
        next_step: word(&referral.next_step),
        text: word(&referral.text),
        words: seals.map(|seal| (seal.clone(), seal.0)).collect(),
        names: BTreeMap::from(names.map(|(id, name)| (id, name.to_owned()))),
        release: "A year too soon.".to_owned(),
        naming: "Jo Contact".to_owned(),
        owner_gone: false,
        won: 2,
        matches: Vec::new(),
        candidates: Vec::new(),
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

pub fn approved() -> ReferralEvent {
    approved_late(0)
}

fn approved_late(late_days: u32) -> ReferralEvent {
    ReferralEvent::Approved {
        by: SALES,
        owner: OTHER,
        note: Some(seal("They know us from the fair.")),
        reason: None,
        late_days,
        protected_through: "2026-06-03".parse().unwrap(),
        expires: at("2026-06-04T04:00:00Z"),
    }
}

/// Approved by sales although the account is closed to referrals.
pub fn approved_all_the_same() -> Vec<ReferralEvent> {
    let ReferralEvent::Approved { by, owner, note, late_days, protected_through, expires, .. } =
        approved()
    else {
        unreachable!("see approved()")
    };
    let reason = Some(seal("Their other plant is new to us."));
    let approved =
        ReferralEvent::Approved { by, owner, note, reason, late_days, protected_through, expires };
    vec![ReferralEvent::OffLimitsFound, approved]
}

/// In review, because its account is closed to referrals.
pub fn off_limits() -> Facts {
    after(&[ReferralEvent::OffLimitsFound])
}

fn asked() -> ReferralEvent {
    ReferralEvent::QuestionAsked {
        by: SALES,
        question: seal("Who decides there?"),
        place_until: at("2026-03-09T22:00:00Z"),
        lapses: at("2026-03-12T22:00:00Z"),
        remind_at: Some(at("2026-03-06T14:00:00Z")),
    }
}

fn rejected(text: Option<Seal>) -> ReferralEvent {
    let note = Some(seal("Ask again in a year."));
    ReferralEvent::Rejected { by: SALES, reason: "Too early".to_owned(), text, note, late_days: 0 }
}

fn won() -> ReferralEvent {
    let (currency, on) = ("EUR".to_owned(), "2026-03-05".parse().unwrap());
    ReferralEvent::Won { by: Some(SALES), amount_minor: 1_250_000, currency, on }
}

fn lost() -> ReferralEvent {
    let on = "2026-03-05".parse().unwrap();
    ReferralEvent::Lost { by: Some(SALES), reason: "No budget".to_owned(), on }
}

fn moved() -> ReferralEvent {
    ReferralEvent::StageMoved {
        by: Some(SALES),
        stage: Stage::Proposal,
        was: Stage::New,
        next_step: Some(seal("Call on Tuesday")),
    }
}

/// The CRM says where the deal stands; `told`, because somebody says something else.
fn heard(stage: Stage, told: bool) -> ReferralEvent {
    let opportunity = AccountNo::of("crm", "opportunity:7");
    let (at, stage) = (at("2026-03-05T15:40:00Z"), Some(stage));
    ReferralEvent::DealHeard { opportunity, at, stage, active: None, told }
}

fn followed() -> ReferralEvent {
    let (stage, was) = (Stage::Meeting, Stage::New);
    ReferralEvent::StageMoved { by: None, stage, was, next_step: None }
}

/// In review until the end of another partner's grace.
fn held() -> ReferralEvent {
    let (against, until) = (ReferralId::new(9), at("2026-03-08T05:00:00Z"));
    let evidence_until = Some(at("2026-03-09T15:00:00Z"));
    ReferralEvent::GraceHeld { against, until, evidence_until }
}

fn stated_ahead() -> ReferralEvent {
    let (text, link, on) = (seal("We met"), None, None);
    let referral = ReferralId::new(1);
    let stated = Statement { by: MEMBER, referral, claim: None, text, link, on };
    ReferralEvent::StatedAhead(Box::new(stated))
}

fn resumed_release() -> ReferralEvent {
    ReferralEvent::ReleaseResumed { until: at("2026-03-24T22:00:00Z") }
}

fn reversed() -> ReferralEvent {
    let on = "2026-03-05".parse().unwrap();
    ReferralEvent::Reversed { by: SALES, on, record: seal("Refund 77") }
}

fn transferred() -> ReferralEvent {
    ReferralEvent::Transferred { from: PartnerId::new(1), to: PartnerId::new(2) }
}

fn named(agreed: bool) -> ReferralEvent {
    ReferralEvent::NamingRecorded { by: SALES, agreed, record: seal("Jo Contact") }
}

fn expired() -> ReferralEvent {
    ReferralEvent::Expired { at: at("2026-03-05T04:00:00Z") }
}

/// Said at the time to which the voice speaks, about this.
fn reminded(reminder: Reminder, about: &str) -> ReferralEvent {
    ReferralEvent::Reminded { reminder, about: at(about) }
}

fn overruled() -> ReferralEvent {
    let (case, rules) = (CaseId::new(1), vec![Rule::R5]);
    ReferralEvent::OverruledByCase { case, by: SALES, rules, text: None }
}

fn released() -> ReferralEvent {
    let (case, rules) = (CaseId::new(1), vec![Rule::R7]);
    ReferralEvent::ReleasedByCase { case, by: SALES, rules, text: None }
}

fn merged() -> ReferralEvent {
    ReferralEvent::MergedByCase {
        case: CaseId::new(1),
        by: SALES,
        rules: vec![Rule::R7],
        into: ReferralId::new(9),
        number: "NOR-3".parse().unwrap(),
        text: None,
    }
}

fn awarded(owner: Option<PersonId>) -> ReferralEvent {
    ReferralEvent::AwardedByCase {
        case: CaseId::new(1),
        by: SALES,
        owner,
        rules: vec![Rule::R7],
        share_bp: None,
        protected_through: "2026-06-03".parse().unwrap(),
        expires: at("2026-06-04T04:00:00Z"),
    }
}

pub fn found() -> ReferralEvent {
    ReferralEvent::MatchFound { against: vec![ReferralId::new(2)] }
}

fn account_found() -> ReferralEvent {
    let account = AccountNo::stored(1);
    let found = Found { standing: Standing::Customer, account, active: None };
    ReferralEvent::AccountFound { found: vec![found] }
}

/// In review, because the vendor's own systems know the account.
pub fn known_to_the_vendor() -> Facts {
    let mut known = after(&[account_found()]);
    known.candidates = candidates();
    known
}

/// Accounts of the vendor's own systems, one for every reason and standing.
fn candidates() -> Vec<Candidate> {
    let one = |name: &str, standing, active, reason: Reason| {
        let (number, likely) = (AccountNo::stored(1), reason.is_likely(&Matching::default()));
        Candidate { number, name: name.to_owned(), standing, active, reason, likely }
    };
    let day = "2026-02-20".parse().ok();
    vec![
        one("North Group", Standing::Customer, None, Reason::Domain),
        one("Acme", Standing::Opportunity, day, Reason::Alias),
        one("East Group", Standing::Opportunity, None, Reason::Email),
        one("West Group", Standing::OffLimits, None, Reason::Name { points: 9_411 }),
        one("South Partner", Standing::Known, None, Reason::Name { points: 7_000 }),
    ]
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
    let agreed = ReferralEvent::Released { by: Some(MEMBER), asked: OTHER };
    let held = held();
    let mut in_grace = after(&[approved(), expired()]);
    if let Some(window) = &mut in_grace.referral.protection {
        window.through = "2026-03-04".parse().unwrap();
    }
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
        ("rejected by a case", after(&[found(), overruled()])),
        ("approved, and in review", after(&[approved(), found()])),
        ("approved by a case", after(&[found(), awarded(Some(OTHER))])),
        ("released by a case", after(&[approved(), found(), released()])),
        ("merged by a case", after(&[approved(), found(), merged()])),
        ("a question is open, and it is in review", after(&[asked(), found()])),
        ("withdrawn", after(&[ReferralEvent::Withdrawn { by: MEMBER }])),
        ("withdrawn with the partner", after(&[ReferralEvent::WithdrawnWithPartner])),
        ("expired", after(&[approved(), expired()])),
        ("won", after(&[approved(), won()])),
        ("lost", after(&[approved(), lost()])),
        ("lost, too long ago to be reopened", long_lost),
        ("won, and named", after(&[approved(), won(), named(true)])),
        ("reversed, and named", after(&[approved(), won(), named(true), reversed()])),
        ("reversed", after(&[approved(), won(), reversed()])),
        ("waits for the end of a grace", after(&[held])),
        ("expired, in its grace", in_grace),
        ("to be released", after(&[approved(), release_asked()])),
        ("to be released, and in review", after(&[approved(), release_asked(), found()])),
        ("released, the partner agreed", after(&[approved(), release_asked(), agreed])),
        ("expired in its tail", after(&[approved(), moved(), expired()])),
    ]
}

fn release_asked() -> ReferralEvent {
    ReferralEvent::ReleaseAsked {
        by: OTHER,
        reason: seal("A year too soon."),
        until: at("2026-03-20T15:00:00Z"),
    }
}

/// A question about a release that is open.
pub fn release() -> Release {
    let until = at("2026-03-20T15:00:00Z");
    Release { by: OTHER, reason: seal("A year too soon."), until, kept: None }
}

/// Each kind of event, in the ways in which it is told.
pub fn every_event() -> Vec<(String, Facts, ReferralEvent)> {
    let answered = || ReferralEvent::QuestionAnswered {
        by: MEMBER,
        answer: seal("Jo does."),
        due: Some(at("2026-03-10T15:00:00Z")),
        half: None,
        place_kept: true,
    };
    let person_asked =
        || ReferralEvent::PersonAsked { by: MEMBER, question: seal("Who decides there?") };
    let undone = || ReferralEvent::DecisionUndone {
        by: SALES,
        reason: seal("The wrong card"),
        decided: at("2026-03-06T14:04:00Z"),
    };
    let owner = || ReferralEvent::OwnerChanged { by: SALES, owner: OTHER, was: Some(SALES) };
    let reopened = || ReferralEvent::Reopened {
        by: Some(SALES),
        protected_through: "2026-06-20".parse().unwrap(),
        expires: at("2026-06-21T04:00:00Z"),
    };
    let cleared = |due| ReferralEvent::MatchCleared { due, half: None };
    let withdrawn = || ReferralEvent::Withdrawn { by: MEMBER };
    let lapsed = || ReferralEvent::Lapsed { at: at("2026-03-12T22:00:00Z") };
    let due = Some(at("2026-03-10T15:00:00Z"));
    let resumed = ReferralEvent::QuestionResumed {
        place_until: at("2026-03-11T22:00:00Z"),
        lapses: at("2026-03-16T22:00:00Z"),
    };
    let nurtured = ReferralEvent::NurtureCounted {
        dates: 30,
        days: 15,
        last: "2026-04-30".parse().unwrap(),
        resumes: true,
        protected_through: "2026-06-18".parse().unwrap(),
        expires: at("2026-06-19T04:00:00Z"),
    };
    let held = held();
    let back = ReferralEvent::CameBack { after: ReferralId::new(9) };
    let kept = ReferralEvent::ReleaseKept { by: MEMBER };
    let let_go = |by| ReferralEvent::Released { by, asked: OTHER };
    let paused = ReferralEvent::ProtectionPaused {
        days: 4,
        last: "2026-03-09".parse().unwrap(),
        protected_through: "2026-06-07".parse().unwrap(),
        expires: at("2026-06-08T04:00:00Z"),
    };
    let shared = ReferralEvent::CreditShared { case: CaseId::new(1), share_bp: 4_000 };
    let stories: Vec<(&str, Vec<ReferralEvent>)> = vec![
        ("match found", vec![found()]),
        ("off limits", vec![ReferralEvent::OffLimitsFound]),
        ("account found", vec![account_found()]),
        ("match cleared", vec![found(), cleared(due)]),
        ("match cleared, approved", vec![approved(), found(), cleared(None)]),
        ("approved", vec![approved()]),
        ("approved all the same", approved_all_the_same()),
        ("approved a day late", vec![approved_late(1)]),
        ("approved three days late", vec![approved_late(3)]),
        ("rejected", vec![rejected(None)]),
        ("rejected with a text", vec![rejected(Some(seal("A year too soon.")))]),
        ("asked", vec![asked()]),
        ("answered", vec![asked(), answered()]),
        ("answered in review", vec![found(), asked(), answered()]),
        ("a person is asked", vec![person_asked()]),
        ("its owner is asked", vec![approved(), person_asked()]),
        ("lapsed", vec![asked(), lapsed()]),
        ("undone", vec![approved(), undone()]),
        ("undone into a review", vec![approved(), found(), undone()]),
        ("another owner", vec![approved(), owner()]),
        ("withdrawn", vec![withdrawn()]),
        ("withdrawn with the partner", vec![ReferralEvent::WithdrawnWithPartner]),
        ("stage moved", vec![approved(), moved()]),
        ("stage moved by the CRM", vec![approved(), followed()]),
        ("the CRM says what stands", vec![approved(), heard(Stage::New, false)]),
        ("the CRM says something else", vec![approved(), moved(), heard(Stage::Meeting, true)]),
        ("won", vec![approved(), won()]),
        ("lost", vec![approved(), lost()]),
        ("reopened", vec![approved(), lost(), reopened()]),
        ("expired", vec![approved(), expired()]),
        ("a case was opened", vec![ReferralEvent::ReviewBegan { case: CaseId::new(1) }]),
        ("the question's clock runs again", vec![asked(), found(), resumed]),
        ("days of a case added", vec![approved(), found(), paused]),
        ("days in nurture added", vec![approved(), nurtured]),
        ("waits for the end of a grace", vec![held.clone()]),
        ("says something meanwhile", vec![held, stated_ahead()]),
        ("the time for an answer runs again", vec![approved(), release_asked(), resumed_release()]),
        ("registered again within its grace", vec![back]),
        ("asked to release it", vec![approved(), release_asked()]),
        ("the partner keeps it", vec![approved(), release_asked(), kept]),
        ("the partner lets it go", vec![approved(), release_asked(), let_go(Some(MEMBER))]),
        ("nobody answers about it", vec![approved(), release_asked(), let_go(None)]),
        ("rejected by a case", vec![found(), overruled()]),
        ("released by a case", vec![approved(), found(), released()]),
        ("merged by a case", vec![approved(), found(), merged()]),
        ("approved by a case", vec![found(), awarded(Some(OTHER))]),
        ("approved by a case, owned by nobody", vec![found(), awarded(None)]),
        ("credit shared", vec![approved(), found(), shared]),
        ("reversed", vec![approved(), won(), reversed()]),
        ("its partner goes on as another", vec![approved(), transferred()]),
        ("the customer may be named", vec![approved(), won(), named(true)]),
        ("not any more", vec![approved(), won(), named(true), named(false)]),
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
    told.extend(every_reminder());
    // The approval says how the first contact is made, by what the partner chose.
    for introduction in [Introduction::Mention, Introduction::Introduce] {
        let mut facts = after(&[approved()]);
        facts.referral.submission.introduction = introduction;
        told.push((format!("approved, {introduction}"), facts, approved()));
    }
    told
}

/// Each reminder, when it is sent.
fn every_reminder() -> Vec<(String, Facts, ReferralEvent)> {
    let until = |through: &str| match approved() {
        ReferralEvent::Approved { by, owner, note, reason, late_days, expires, .. } => {
            let protected_through = through.parse().unwrap();
            ReferralEvent::Approved {
                by,
                owner,
                note,
                reason,
                late_days,
                protected_through,
                expires,
            }
        }
        other => other,
    };
    let (due, since) = ("2026-03-09T15:00:00Z", "2026-03-05T15:30:00Z");
    let ends = |reminder, through| vec![until(through), reminded(reminder, since)];
    let place_until = "2026-03-09T22:00:00Z";
    let extended = ReferralEvent::Extended {
        by: MEMBER,
        protected_through: "2026-07-03".parse().unwrap(),
        expires: at("2026-07-04T04:00:00Z"),
    };
    let stories = vec![
        ("half of the promise is used", vec![reminded(Reminder::PromiseHalf, due)]),
        ("the promise is broken", vec![reminded(Reminder::PromiseLate, due)]),
        ("a question is open", vec![asked(), reminded(Reminder::QuestionSoon, place_until)]),
        ("14 days are left", ends(Reminder::Ends14, "2026-03-20")),
        ("7 days are left", ends(Reminder::Ends7, "2026-03-13")),
        ("one day is left", ends(Reminder::Ends1, "2026-03-07")),
        ("the last day, after a standstill", ends(Reminder::Ends1, "2026-03-06")),
        ("extended", vec![approved(), extended]),
    ];
    let told = stories.into_iter().filter_map(|(name, events)| {
        let last = events.last()?.clone();
        Some((name.to_owned(), after(&events), last))
    });
    let silent = [(Reminder::Silent, "2026-02-20"), (Reminder::SilentTold, "2026-02-17")];
    let silent = silent.map(|(reminder, day)| {
        let since = format!("{day}T15:00:00Z");
        let mut facts = after(&[approved()]);
        facts.referral.updated_at = at(&since);
        (format!("nothing was heard, {reminder}"), facts, self::reminded(reminder, &since))
    });
    told.chain(silent).collect()
}
