//! Asking for more time.

use super::super::extend::extend;
use super::*;

/// Approved on 2 March in New York: through 31 May.
fn protected(stage: Stage, moved: &str) -> Referral {
    let mut referral = submitted();
    let approved_at = at("2026-03-02T19:00:00Z");
    let command = Approve { owner: PersonId::new(21), note: None, reason: None };
    let owner = sales(21);
    let events =
        approve(&referral, &command, &sales(20), Some(&owner), &rules(), approved_at).unwrap();
    events.iter().for_each(|event| referral.apply(event, approved_at));
    referral.stage = Some(stage);
    referral.active_at = Some(at(moved));
    referral
}

fn through(events: &[ReferralEvent]) -> String {
    let [ReferralEvent::Extended { protected_through, .. }] = events else { panic!("{events:?}") };
    protected_through.to_string()
}

#[test]
fn an_extension_is_granted_where_something_moves() {
    let day = |text: &str| text.parse::<NaiveDate>().unwrap();
    #[rustfmt::skip]
    let table = [
        // stage             moved                   asked                   days  granted or why not
        (Stage::Proposal,    "2026-03-02T19:00:00Z", "2026-05-16T20:00:00Z", 90,  Err(Refusal::TooEarly { from: day("2026-05-17") })),
        (Stage::Proposal,    "2026-03-02T19:00:00Z", "2026-05-17T20:00:00Z", 90,  Ok("2026-06-30")),
        (Stage::Negotiation, "2026-03-02T19:00:00Z", "2026-05-31T20:00:00Z", 90,  Ok("2026-06-30")),
        // Exactly thirty dates apart still is lately.
        (Stage::New,         "2026-04-20T15:00:00Z", "2026-05-20T23:00:00Z", 90,  Ok("2026-06-30")),
        (Stage::New,         "2026-04-20T15:00:00Z", "2026-05-21T15:00:00Z", 90,  Err(Refusal::NothingMoves { last: day("2026-04-20") })),
        (Stage::Nurture,     "2026-04-10T15:00:00Z", "2026-05-20T15:00:00Z", 90,  Err(Refusal::NothingMoves { last: day("2026-04-10") })),
        // Up to 180 counted days in all.
        (Stage::Proposal,    "2026-05-20T15:00:00Z", "2026-05-20T15:00:00Z", 170, Ok("2026-06-10")),
        (Stage::Proposal,    "2026-05-20T15:00:00Z", "2026-05-20T15:00:00Z", 180, Err(Refusal::LongestAlready { through: day("2026-05-31") })),
    ];
    for (stage, moved, asked, days, expected) in table {
        let rules = Rules { protection_days: days, ..rules() };
        let found = extend(&protected(stage, moved), &member(), &rules, at(asked));
        assert_eq!(
            found.map(|events| through(&events)),
            expected.map(str::to_owned),
            "{stage}, moved {moved}, asked {asked}, {days} days"
        );
    }
}

#[test]
fn only_the_partner_asks_and_only_once_for_what_is_protected() {
    let now = at("2026-05-20T15:00:00Z");
    let referral = protected(Stage::Proposal, "2026-05-20T15:00:00Z");
    let ask = |referral: &Referral, by: &Person| extend(referral, by, &rules(), now);
    assert_eq!(ask(&referral, &sales(20)), Err(Refusal::NotAMember));
    let rival = person(11, &[], Some(SOUTH));
    assert_eq!(ask(&referral, &rival), Err(Refusal::Outsider));
    let no = Refusal::NotProtected { status: Status::Submitted };
    assert_eq!(ask(&submitted(), &member()), Err(no));

    let mut extended = referral.clone();
    let granted = ask(&referral, &member()).unwrap();
    granted.iter().for_each(|event| extended.apply(event, now));
    let on = "2026-05-20".parse().unwrap();
    assert_eq!(ask(&extended, &member()), Err(Refusal::ExtendedBefore { on }));
    assert_eq!(extended.updated_at, now, "the partner did something");
}
