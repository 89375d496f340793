//! An account that is closed to referrals, or a customer's: sales decides alone, and says why.

use super::*;

/// Sent for an account of the vendor's own systems.
fn known_as(standing: Standing) -> Referral {
    let mut referral = submitted();
    let account = AccountNo::of("crm", "001");
    let found = vec![Found { standing, account, active: None }];
    referral.apply(&ReferralEvent::AccountFound { found }, at("2026-03-02T19:00:00Z"));
    referral
}

fn off_limits() -> Referral {
    let mut referral = submitted();
    referral.apply(&ReferralEvent::OffLimitsFound, at("2026-03-02T19:00:00Z"));
    referral
}

/// The same with a rival, who may have gone again.
fn with_rivals(mut referral: Referral, against: &[&[u128]]) -> Referral {
    for ids in against {
        let against = ids.iter().map(|id| ReferralId::new(*id)).collect();
        referral.apply(&ReferralEvent::MatchFound { against }, at("2026-03-02T20:00:00Z"));
    }
    referral
}

fn all_the_same() -> Approve {
    let reason = Some(seal("Their other plant is new to us."));
    Approve { owner: PersonId::new(21), note: None, reason }
}

#[test]
fn sales_approves_what_nobody_else_wants_with_a_reason() {
    let without = Approve { reason: None, ..all_the_same() };
    let customer = || known_as(Standing::Customer);
    let mut asked = with_rivals(submitted(), &[&[9]]);
    asked.status = Status::NeedsInfo;
    let not_from_here = Refusal::NoMove { status: Status::NeedsInfo, verb: Verb::Approve };
    #[rustfmt::skip]
    let table = [
        // why                            referral                              command         by   refusal
        ("off limits",                    off_limits(),                         all_the_same(), 20, None),
        ("a customer",                    customer(),                           all_the_same(), 20, None),
        ("without a reason",              customer(),                           without,        20, Some(Refusal::NoReason)),
        ("by whoever registered it",      customer(),                           all_the_same(), 10, Some(Refusal::OwnReferral)),
        ("the vendor's own team talks",   known_as(Standing::Opportunity),      all_the_same(), 20, Some(Refusal::InReview)),
        ("somebody else wants it",        with_rivals(customer(), &[&[9]]),     all_the_same(), 20, Some(Refusal::InReview)),
        ("and does not any more",         with_rivals(customer(), &[&[9], &[]]), all_the_same(), 20, None),
        ("with a question open",          asked,                                all_the_same(), 20, Some(not_from_here)),
    ];
    for (why, referral, command, by, refusal) in table {
        let now = at("2026-03-06T15:00:00Z");
        let owner = sales(21);
        let found = approve(&referral, &command, &sales(by), Some(&owner), &rules(), now);
        assert_eq!(found.as_ref().err(), refusal.as_ref(), "{why}");
        let Ok(events) = found else { continue };
        let mut referral = referral;
        events.iter().for_each(|event| referral.apply(event, now));
        assert_eq!(referral.status, Status::Approved, "{why}");
        assert!(!referral.match_open && referral.review_since.is_none(), "{why}");
        // The clock of the promise stood: nothing was late.
        assert_eq!(referral.late_days, 0, "{why}");
        assert_eq!(referral.exception, command.reason, "{why}");
        assert_eq!(super::super::clocks::next(&referral), None, "{why}");
    }
}

#[test]
fn taken_back_it_is_in_review_again_with_what_stood_against_it_and_its_clock_has_not_run() {
    for before in [off_limits(), known_as(Standing::Customer)] {
        let mut referral = before.clone();
        let now = at("2026-03-06T15:00:00Z");
        let owner = sales(21);
        let events =
            approve(&referral, &all_the_same(), &sales(20), Some(&owner), &rules(), now).unwrap();
        events.iter().for_each(|event| referral.apply(event, now));
        let undone = undo(&referral, seal("no"), &sales(20), &[], &rules(), now).unwrap();
        undone.events.iter().for_each(|event| referral.apply(event, now));
        assert_eq!(referral.status, Status::InConflict);
        assert_eq!(referral.promise, before.promise);
        assert_eq!(referral.found, before.found);
        assert_eq!((referral.contested, referral.exception), (false, None));
    }
}
