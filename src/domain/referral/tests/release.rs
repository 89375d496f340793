//! Releasing an account: the partner is asked first.

use super::super::release::{answer, ask, lapse};
use super::*;

fn manager() -> Person {
    person(40, &[Role::PartnerManager], None)
}

/// Asked on Thursday 5 March at 10:00 in New York: ten business days later is Thursday the 19th.
const ASKED: &str = "2026-03-05T15:00:00Z";
const UNTIL: &str = "2026-03-19T14:00:00Z";

fn asked_to_release() -> Referral {
    let events = ask(&approved(), seal("Silence"), &manager(), &rules(), at(ASKED)).unwrap();
    let until = at(UNTIL);
    let reason = seal("Silence");
    assert_eq!(events, [ReferralEvent::ReleaseAsked { by: manager().id, reason, until }]);
    then(approved(), &events, ASKED)
}

fn then(mut referral: Referral, events: &[ReferralEvent], when: &str) -> Referral {
    events.iter().for_each(|event| referral.apply(event, at(when)));
    referral
}

#[test]
fn only_who_looks_after_partners_asks_and_only_about_what_is_protected() {
    let no = Err(Refusal::NoRole { role: Role::PartnerManager });
    let mut in_case = approved();
    in_case.apply(&ReferralEvent::ReviewBegan { case: CaseId::new(1) }, at(ASKED));
    let early = Err(Refusal::NoMove { status: Status::Submitted, verb: Verb::Release });
    #[rustfmt::skip]
    let table = [
        (manager(),                        approved(),         Ok(())),
        (person(41, &[Role::Admin], None), approved(),         Ok(())),
        (sales(20),                        approved(),         no.clone()),
        (member(),                         approved(),         no),
        (person(11, &[], Some(SOUTH)),     approved(),         Err(Refusal::Outsider)),
        (manager(),                        submitted(),        early),
        (manager(),                        in_case,            Err(Refusal::InReview)),
        (manager(),                        asked_to_release(), Err(Refusal::ReleaseAsked { until: at(UNTIL) })),
    ];
    for (by, referral, expected) in table {
        let found = ask(&referral, seal("Silence"), &by, &rules(), at(ASKED));
        assert_eq!(found.map(|_| ()), expected, "{:?} at {}", by.roles, referral.status);
    }
}

#[test]
fn a_partner_agrees_or_keeps_it_until_the_last_instant() {
    let late = at(UNTIL) + TimeDelta::microseconds(1);
    let admin = {
        let mut admin = person(12, &[], Some(NORTH));
        admin.membership = Some(Membership { partner: NORTH, admin: true, group: None });
        admin
    };
    let colleague = || person(13, &[], Some(NORTH));
    let over = Err(Refusal::TooLate { verb: Verb::Release, until: at(UNTIL) });
    #[rustfmt::skip]
    let table = [
        // who                          agrees  when       expected
        (member(),                      true,   at(UNTIL), Ok("released")),
        (admin,                         true,   at(UNTIL), Ok("released")),
        (colleague(),                   true,   at(UNTIL), Err(Refusal::NotYoursToRelease)),
        (colleague(),                   false,  at(UNTIL), Ok("release_kept")),
        (member(),                      false,  late,      over),
        (manager(),                     true,   at(UNTIL), Err(Refusal::NotAMember)),
        (person(11, &[], Some(SOUTH)),  false,  at(UNTIL), Err(Refusal::Outsider)),
    ];
    for (by, agrees, now, expected) in table {
        let found = answer(&asked_to_release(), agrees, &by, now);
        let found = found.map(|mut events| Event::Referral(events.remove(0)).kind());
        assert_eq!(found, expected, "{:?} {agrees} {now}", by.id);
    }
    assert_eq!(answer(&approved(), true, &member(), at(ASKED)), Err(Refusal::NoRelease));
}

#[test]
fn a_no_keeps_the_referral_and_is_asked_again_after_thirty_days() {
    let no = answer(&asked_to_release(), false, &member(), at("2026-03-06T15:00:00Z")).unwrap();
    let kept = then(asked_to_release(), &no, "2026-03-06T15:00:00Z");
    assert_eq!((kept.status, kept.release_asked()), (Status::Approved, None));
    assert_eq!(lapse(&kept, at("2026-05-01T15:00:00Z")), None);
    let from = "2026-04-05".parse().unwrap();
    let again = |now: &str| ask(&kept, seal("Silence"), &manager(), &rules(), at(now)).map(|_| ());
    assert_eq!(again("2026-04-04T15:00:00Z"), Err(Refusal::ReleaseKept { from }));
    assert_eq!(again("2026-04-05T15:00:00Z"), Ok(()));
}

#[test]
fn without_an_answer_it_is_released_after_the_last_instant() {
    let late = at(UNTIL) + TimeDelta::microseconds(1);
    assert_eq!(lapse(&asked_to_release(), at(UNTIL)), None);
    let event = lapse(&asked_to_release(), late).unwrap();
    assert_eq!(event, ReferralEvent::Released { by: None, asked: manager().id });
    let released = then(asked_to_release(), &[event], "2026-03-19T15:00:00Z");
    assert_eq!((released.status, released.protection.clone()), (Status::Released, None));
    assert_eq!(lapse(&released, at("2026-05-01T15:00:00Z")), None);
    // While a case is open, the case decides.
    let mut in_case = asked_to_release();
    in_case.apply(&ReferralEvent::ReviewBegan { case: CaseId::new(1) }, at(ASKED));
    assert_eq!(lapse(&in_case, late), None);
}

#[test]
fn while_a_case_is_open_the_time_to_answer_stands() {
    let opened = "2026-03-09T15:00:00Z";
    let in_case = ReferralEvent::ReviewBegan { case: CaseId::new(1) };
    let in_case = then(asked_to_release(), &[in_case], opened);
    // Three business days.
    let closed = at("2026-03-12T15:00:00Z");
    let events = review::ended(&in_case, &rules(), closed);
    let goes_on = then(in_case, &events, "2026-03-12T15:00:00Z");
    let until = goes_on.release_asked().unwrap().until;
    let three_later = rules().calendar.business_days_later(at(UNTIL), 3);
    assert_eq!(until, three_later);
    assert_eq!(lapse(&goes_on, until), None);
    assert!(lapse(&goes_on, until + TimeDelta::microseconds(1)).is_some());
}
