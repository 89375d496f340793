//! The rules of a referral as tables: read them beside the written rules.

mod clocks;
mod deal;
mod exception;
mod extend;
mod later;
mod release;
mod tail;
mod window;

use std::collections::BTreeSet;

use chrono_tz::Tz;

use super::decide::*;
use super::question::{answer, ask, lapse};
use super::stage::{Move, expire, move_stage, reopen, stands_in_the_way};
use super::*;
use crate::domain::Rules;
use crate::domain::account::Domain;
use crate::domain::account::known::{AccountNo, Found, Standing};
use crate::domain::actor::{Membership, Person, Role};
use crate::domain::calendar::Calendar;
use crate::domain::ids::{CaseId, FormId, PartnerCode};
use crate::domain::outcome::{Event, Refusal};
use crate::domain::partner::{Partner, PartnerState};

const NORTH: PartnerId = PartnerId::new(1);
const SOUTH: PartnerId = PartnerId::new(2);

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn rules() -> Rules {
    Rules {
        calendar: Calendar::usual(Tz::America__New_York),
        protection_days: 90,
        promise_days: 2,
        checks_per_day: 20,
        vendor_domains: Vec::new(),
        off_limits_domains: vec!["bigbank.example".to_owned()],
        matching: Default::default(),
        reject_reasons: vec!["Not a fit".to_owned()],
        lost_reasons: vec!["Timing".to_owned()],
        stages: Stage::ALL.to_vec(),
        engagement: crate::domain::case::ladder::Engagement::default(),
        agreement: None,
        tiers: crate::domain::tier::Tiers::default(),
    }
}

fn person(id: u128, roles: &[Role], partner: Option<PartnerId>) -> Person {
    let mut person = Person::new(PersonId::new(id));
    person.roles = roles.iter().copied().collect::<BTreeSet<_>>();
    person.membership = partner.map(|partner| Membership { partner, admin: false, group: None });
    person
}

fn member() -> Person {
    person(10, &[], Some(NORTH))
}

fn sales(id: u128) -> Person {
    person(id, &[Role::Sales], None)
}

fn partner(id: PartnerId, code: &str, state: PartnerState) -> Partner {
    let added = at("2026-01-01T00:00:00Z");
    let fresh = Partner::fresh(id, code.parse::<PartnerCode>().unwrap(), code, added);
    Partner { state, sent: 4, ..fresh }
}

fn north() -> Partner {
    partner(NORTH, "NOR", PartnerState::Approved)
}

fn seal(text: &str) -> Seal {
    Seal::of(&[0; 32], text)
}

fn command() -> Submit {
    Submit {
        form: FormId::new(7),
        domain: Domain::stored("acme.example".to_owned()),
        company: seal("Acme"),
        need: seal("help"),
        relationship: Relationship::Client,
        introduction: Introduction::Expect,
        basis: Basis::Agreed,
        contact_name: None,
        contact_email: None,
        job_title: None,
        source: None,
        on_behalf: false,
    }
}

/// The sum of these facts, all recorded at `when`.
fn given(events: &[ReferralEvent], when: &str) -> Referral {
    let (first, rest) = events.split_first().unwrap();
    let id = ReferralId::new(1);
    let mut referral = Referral::from_first(id, first, at(when), "v1", "00").unwrap();
    rest.iter().for_each(|event| referral.apply(event, at(when)));
    referral
}

/// A referral of North's, sent on a Monday afternoon in New York.
fn submitted() -> Referral {
    let now = at("2026-03-02T19:00:00Z");
    let sent = submit(command(), &member(), &north(), (&[], &[]), &rules(), now).unwrap();
    given(&sent.events, "2026-03-02T19:00:00Z")
}

fn in_review() -> Referral {
    let mut referral = submitted();
    let found = ReferralEvent::MatchFound { against: vec![ReferralId::new(9)] };
    referral.apply(&found, at("2026-03-02T19:05:00Z"));
    referral
}

fn approved() -> Referral {
    let mut referral = submitted();
    let command = Approve { owner: PersonId::new(21), note: None, reason: None };
    let now = at("2026-03-03T15:00:00Z");
    let owner = sales(21);
    let events = approve(&referral, &command, &sales(20), Some(&owner), &rules(), now).unwrap();
    events.iter().for_each(|event| referral.apply(event, now));
    referral
}

#[test]
fn a_submission_is_numbered_per_partner_and_due_in_business_days() {
    let referral = submitted();
    assert_eq!(referral.status, Status::Submitted);
    assert_eq!(referral.number().to_string(), "NOR-5");
    // Monday 14:00 in New York; two business days later is Wednesday 14:00.
    assert_eq!(referral.submission.due, at("2026-03-04T19:00:00Z"));
    assert_eq!(referral.protection, None);
}

#[test]
fn a_submission_is_refused_only_for_the_partners_own_reasons() {
    let own = submitted();
    let (suspended, terminated) = (PartnerState::Suspended, PartnerState::Terminated);
    let paused = Refusal::PartnerPaused { since: at("2026-01-01T00:00:00Z") };
    let yours = Refusal::AlreadyYours { number: own.number() };
    let outsider = Refusal::NotAMember;
    #[rustfmt::skip]
    let table = [
        // why                        who                              partner                          neighbours  refusal
        ("a member of another",       person(11, &[], Some(SOUTH)),    north(),                         vec![],     outsider.clone()),
        ("sales",                     sales(20),                       north(),                         vec![],     outsider.clone()),
        ("nobody we know",            person(12, &[], None),           north(),                         vec![],     outsider),
        ("partner suspended",         member(),                        partner(NORTH, "NOR", suspended),  vec![],   paused.clone()),
        ("partner terminated",        member(),                        partner(NORTH, "NOR", terminated), vec![],   paused),
        ("their own live referral",   member(),                        north(),                         vec![&own], yours),
    ];
    for (why, who, partner, neighbours, refusal) in table {
        let now = at("2026-03-02T19:00:00Z");
        let result = submit(command(), &who, &partner, (&neighbours, &[]), &rules(), now);
        assert_eq!(result, Err(refusal), "{why}");
    }
}

#[test]
fn only_sales_and_the_partner_manager_register_for_a_partner_and_never_approve_it_themselves() {
    #[rustfmt::skip]
    let table = [
        // who                                        may register for North
        (sales(20),                                   true),
        (person(21, &[Role::PartnerManager], None),   true),
        (person(22, &[Role::Admin], None),            false),
        (person(23, &[Role::Auditor], None),          false),
        (member(),                                    false),
        (person(12, &[], None),                       false),
    ];
    let now = "2026-03-02T19:00:00Z";
    for (who, may) in table {
        let for_them = Submit { on_behalf: true, ..command() };
        let sent = submit(for_them, &who, &north(), (&[], &[]), &rules(), at(now));
        assert_eq!(sent.is_ok(), may, "{who:?}");
        let Ok(sent) = sent else { continue };
        let referral = given(&sent.events, now);
        assert!(referral.submission.on_behalf);
        if who.has(Role::Sales) {
            assert_eq!(may_approve(&referral, &who), Err(Refusal::OwnReferral));
        }
    }
}

#[test]
fn only_a_terminated_partnership_lets_no_decision_be_taken_back() {
    let ended = Refusal::PartnerPaused { since: at("2026-01-01T00:00:00Z") };
    #[rustfmt::skip]
    let table = [
        (PartnerState::Approved,   Ok(())),
        (PartnerState::Suspended,  Ok(())),
        (PartnerState::Terminated, Err(ended)),
    ];
    for (state, follows) in table {
        assert_eq!(may_wait_again(&partner(NORTH, "NOR", state)), follows, "{state:?}");
    }
}

#[test]
fn what_is_undecided_ends_with_the_partnership_and_what_is_approved_does_not() {
    #[rustfmt::skip]
    let table = [(submitted(), true), (in_review(), true), (approved(), false)];
    for (referral, ends) in table {
        let events = end_with_partner(&referral);
        assert_eq!(!events.is_empty(), ends, "{}", referral.status);
        let mut after = referral.clone();
        events.iter().for_each(|event| after.apply(event, at("2026-03-03T19:00:00Z")));
        let status = if ends { Status::Withdrawn } else { referral.status };
        assert_eq!((after.status, after.ended_by, after.match_open), (status, None, false));
    }
}

#[test]
fn another_partners_live_referral_puts_both_undecided_ones_in_review() {
    let first = submitted();
    let south = partner(SOUTH, "SOU", PartnerState::Approved);
    let by = person(11, &[], Some(SOUTH));
    let now = at("2026-03-02T20:00:00Z");
    let sent = submit(command(), &by, &south, (&[&first], &[]), &rules(), now).unwrap();
    assert_eq!(sent.matched, vec![first.id]);
    assert_eq!(given(&sent.events, "2026-03-02T20:00:00Z").status, Status::InConflict);
    assert_eq!(in_review().status, Status::InConflict);
}

/// What may be done with a referral of an account that is off limits.
#[test]
fn an_account_off_limits_is_reviewed_until_sales_decides() {
    let now = at("2026-03-02T19:00:00Z");
    let submit_to = |domain: &str| {
        let command = Submit { domain: Domain::stored(domain.to_owned()), ..command() };
        submit(command, &member(), &north(), (&[], &[]), &rules(), now).unwrap()
    };
    let open = given(&submit_to("acme.example").events, "2026-03-02T19:00:00Z");
    assert_eq!((open.status, open.off_limits), (Status::Submitted, false));
    let sent = submit_to("bigbank.example");
    assert!(sent.matched.is_empty(), "nobody else is in it");
    let blocked = given(&sent.events, "2026-03-02T19:00:00Z");
    assert_eq!((blocked.status, blocked.off_limits), (Status::InConflict, true));
    assert_eq!(blocked.promise.stopped_at, Some(now), "the clock is stopped");

    #[rustfmt::skip]
    let table = [
        // what      asked                                may it be done
        ("approve",  may_approve(&blocked, &sales(20)),   Ok(())),
        ("ask",      super::question::may_ask(&blocked, &sales(20)), Err(Refusal::InReview)),
        ("reject",   may_reject(&blocked, &sales(20)),    Ok(())),
        ("withdraw", may_withdraw(&blocked, &member()),   Ok(())),
    ];
    for (what, asked, may) in table {
        assert_eq!(asked, may, "{what}");
    }
    // Others leaving the account do not open it.
    assert_eq!(clear(&blocked, &rules(), now), Vec::new());
}

#[test]
fn an_account_that_the_vendors_systems_know_is_reviewed_and_a_resolver_decides_where_two_want_it() {
    let now = at("2026-03-02T19:00:00Z");
    let sent = submit(command(), &member(), &north(), (&[], &[]), &rules(), now).unwrap().events;
    let one = |standing| Found { standing, account: AccountNo::stored(1), active: None };
    let with = |found: &[Found], off_limits: bool, matched: bool| {
        let mut events = sent.clone();
        events.extend(off_limits.then_some(ReferralEvent::OffLimitsFound));
        events.push(ReferralEvent::AccountFound { found: found.to_vec() });
        let against = vec![ReferralId::new(9)];
        events.extend(matched.then_some(ReferralEvent::MatchFound { against }));
        given(&events, "2026-03-02T19:00:00Z")
    };
    let (customer, ours) = (one(Standing::Customer), one(Standing::Opportunity));
    let in_review = Err(Refusal::InReview);
    #[rustfmt::skip]
    let table = [
        // found                           off limits  matched  may sales decide
        (vec![customer.clone()],               false,  false,   Ok(())),
        (vec![customer.clone()],               false,  true,    in_review.clone()),
        (vec![ours.clone()],                   false,  false,   in_review.clone()),
        (vec![ours.clone(), customer.clone()], false,  false,   Ok(())),
        (vec![ours],                           true,   false,   Ok(())),
    ];
    for (found, off_limits, matched, may) in table {
        let known = with(&found, off_limits, matched);
        assert_eq!((known.status, known.off_limits), (Status::InConflict, off_limits));
        assert_eq!((&known.found, known.promise.stopped_at), (&found, Some(now)));
        assert_eq!(may_approve(&known, &sales(20)), may, "{found:?}");
        assert_eq!(may_reject(&known, &sales(20)), may, "{found:?}");
        // The other partner leaving the account does not open it.
        assert_eq!(clear(&known, &rules(), now), Vec::new());
    }
}

#[test]
fn an_approved_referral_stays_approved_when_a_match_is_found() {
    let mut referral = approved();
    let found = ReferralEvent::MatchFound { against: vec![ReferralId::new(9)] };
    referral.apply(&found, at("2026-03-04T19:00:00Z"));
    assert_eq!(referral.status, Status::Approved);
}

#[test]
fn approval_is_refused() {
    let rival = person(11, &[], Some(SOUTH));
    let faster = Refusal::AlreadyDecided {
        status: Status::Approved,
        by: Some(PersonId::new(20)),
        at: at("2026-03-03T15:00:00Z"),
    };
    let no_role = Refusal::NoRole { role: Role::Sales };
    let both = {
        let mut both = sales(10);
        both.membership = member().membership;
        both
    };
    #[rustfmt::skip]
    let table = [
        // why                            referral     by                               owner             refusal
        ("another partner's member",      submitted(), rival,                           Some(sales(21)),  Refusal::Outsider),
        ("nobody we know",                submitted(), person(12, &[], None),           Some(sales(21)),  Refusal::Outsider),
        ("the partner itself",            submitted(), member(),                        Some(sales(21)),  no_role.clone()),
        ("an auditor",                    submitted(), person(13, &[Role::Auditor], None), Some(sales(21)), no_role),
        ("somebody was faster",           approved(),  sales(22),                       Some(sales(22)),  faster),
        ("a match is open",               in_review(), sales(20),                       Some(sales(21)),  Refusal::InReview),
        ("their own, with both hats",     submitted(), both,                            Some(sales(21)),  Refusal::OwnReferral),
        ("the owner is not in sales",     submitted(), sales(20),                       Some(person(21, &[Role::Admin], None)), Refusal::OwnerNotSales),
        ("the owner is not known",        submitted(), sales(20),                       None,             Refusal::OwnerNotSales),
    ];
    for (why, referral, by, owner, refusal) in table {
        let command = Approve { owner: PersonId::new(21), note: None, reason: None };
        let owner = owner.map(|owner| Person { id: PersonId::new(21), ..owner });
        let now = at("2026-03-03T16:00:00Z");
        let result = approve(&referral, &command, &by, owner.as_ref(), &rules(), now);
        assert_eq!(result, Err(refusal), "{why}");
    }
}

#[test]
fn approval_protects_whole_local_days_and_gives_late_days_back() {
    #[rustfmt::skip]
    let table = [
        // submitted               approved                  late  through
        ("2026-03-02T19:00:00Z", "2026-03-02T19:30:00Z", 0, "2026-05-31"),
        // Friday 16:00, due Tuesday 16:00, approved Friday 10:00: three days late.
        ("2026-03-06T21:00:00Z", "2026-03-13T14:00:00Z", 3, "2026-06-14"),
    ];
    for (sent_at, approved_at, late, through) in table {
        let sent =
            submit(command(), &member(), &north(), (&[], &[]), &rules(), at(sent_at)).unwrap();
        let mut referral = given(&sent.events, sent_at);
        let command = Approve { owner: PersonId::new(21), note: None, reason: None };
        let (by, owner) = (sales(20), sales(21));
        let events =
            approve(&referral, &command, &by, Some(&owner), &rules(), at(approved_at)).unwrap();
        events.iter().for_each(|event| referral.apply(event, at(approved_at)));
        let protection = referral.protection.clone().unwrap();
        assert_eq!(referral.late_days, late);
        assert_eq!(protection.through.to_string(), through);
        assert_eq!(protection.expires, rules().calendar.end_of_day(protection.through));
        assert_eq!((referral.stage, referral.owner), (Some(Stage::New), Some(PersonId::new(21))));
    }
}

#[test]
fn the_table_of_moves_names_each_move_once() {
    let mut seen = BTreeSet::new();
    for (from, verb, _) in MOVES {
        assert!(seen.insert((from.map(Status::as_str), verb.as_str())), "{from:?} {verb}");
    }
}

#[test]
fn every_event_reads_back_from_its_stored_form() {
    let mut events = submit(
        command(),
        &member(),
        &north(),
        (&[&submitted()], &[]),
        &rules(),
        at("2026-03-02T19:00:00Z"),
    )
    .map(|sent| sent.events)
    .unwrap_or_default();
    events.push(ReferralEvent::Approved {
        by: PersonId::new(20),
        owner: PersonId::new(21),
        note: Some(seal("note")),
        reason: None,
        late_days: 3,
        protected_through: "2026-06-14".parse().unwrap(),
        expires: at("2026-06-15T04:00:00Z"),
    });
    events.push(ReferralEvent::MatchFound { against: vec![ReferralId::new(1)] });
    events.push(ReferralEvent::Submitted(Box::new(submitted().submission)));
    for event in events {
        let event = Event::Referral(event);
        let stored = serde_json::to_string(&event).unwrap();
        assert!(stored.contains(&format!("\"kind\":\"{}\"", event.kind())), "{stored}");
        assert_eq!(serde_json::from_str::<Event>(&stored).unwrap(), event);
    }
}
