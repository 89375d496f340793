//! Who rises, who is told, who falls, and when: tables over the edges of quarters.

use chrono_tz::America::New_York;

use super::*;
use crate::domain::case::ladder::Engagement;
use crate::domain::ids::{PartnerId, ReferralId};
use crate::domain::referral::Status;
use crate::domain::tier::quota::Quota;
use crate::domain::tier::{Measure, Tier};

pub(in crate::domain::tier) fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub(in crate::domain::tier) fn rules() -> Rules {
    let tier = |name: &str, from| Tier {
        name: name.to_owned(),
        from,
        promise_days: None,
        quota: Quota::default(),
        perks: Vec::new(),
    };
    let all = vec![tier("Bronze", 0), tier("Silver", 2), tier("Gold", 4)];
    Rules {
        calendar: Calendar::usual(New_York),
        protection_days: 90,
        promise_days: 2,
        checks_per_day: 20,
        vendor_domains: Vec::new(),
        off_limits_domains: Vec::new(),
        matching: Default::default(),
        reject_reasons: Vec::new(),
        lost_reasons: Vec::new(),
        stages: Vec::new(),
        engagement: Engagement::default(),
        agreement: None,
        tiers: Tiers { measure: Measure::Approved, window_days: 90, all },
    }
}

pub(in crate::domain::tier) fn partner(
    tier: Option<&str>,
    warned: Option<(&str, i64, &str)>,
) -> Partner {
    let mut partner = Partner::fresh(
        PartnerId::new(1),
        "NOR".parse().unwrap(),
        "North",
        at("2026-01-01T00:00:00Z"),
    );
    partner.tier = tier.map(|name| InTier {
        name: name.to_owned(),
        since: at("2026-01-01T00:00:00Z"),
        warned: warned.map(|(told, from, through)| Warned {
            at: at(told),
            from,
            through: date(through),
        }),
    });
    partner
}

/// Approved ones, by the dates of their approval.
pub(in crate::domain::tier) fn approved(dates: &[&str]) -> Vec<Counted> {
    let one = |date: &&str| {
        let at = at(&format!("{date}T15:00:00Z"));
        Counted { decided_at: Some(at), ..Counted::new(ReferralId::new(1), Status::Approved, at) }
    };
    dates.iter().map(one).collect()
}

fn said(events: &[PartnerEvent]) -> String {
    let one = |event: &PartnerEvent| match event {
        PartnerEvent::TierPromoted { tier, .. } => format!("up to {tier}"),
        PartnerEvent::TierWarned { tier, through, .. } => format!("{tier} ends on {through}"),
        PartnerEvent::TierKept { tier } => format!("{tier} kept"),
        PartnerEvent::TierDemoted { tier, announced, .. } => {
            format!("down to {tier}, announced on {announced}")
        }
        other => format!("{other:?}"),
    };
    events.iter().map(one).collect::<Vec<_>>().join(", ")
}

#[test]
fn a_partner_rises_at_the_threshold_and_never_falls_by_it() {
    #[rustfmt::skip]
    let table = [
        // is in           approved on                                             on            becomes
        (None,             &["2026-02-01"][..],                                    "2026-02-01", None),
        (None,             &["2026-02-01", "2026-02-01"][..],                      "2026-02-01", Some("Silver")),
        (Some("Bronze"),   &["2026-02-01", "2026-05-02"][..],                      "2026-05-02", Some("Silver")),
        // The first of them has left the window.
        (Some("Bronze"),   &["2026-02-01", "2026-05-03"][..],                      "2026-05-03", None),
        (Some("Silver"),   &["2026-02-01", "2026-02-02"][..],                      "2026-02-02", None),
        // Two tiers at once.
        (None,             &["2026-02-01"; 4][..],                                 "2026-02-01", Some("Gold")),
        (Some("Gold"),     &[][..],                                                "2026-02-01", None),
        // The programme does not have it any more: what is reached counts.
        (Some("Platinum"), &["2026-02-01", "2026-02-01"][..],                      "2026-02-01", Some("Silver")),
        (Some("Platinum"), &[][..],                                                "2026-02-01", None),
    ];
    for (tier, dates, on, becomes) in table {
        let now = at(&format!("{on}T20:00:00Z"));
        let event = promote(&partner(tier, None), &approved(dates), &rules(), now);
        let expected = becomes.map(|tier| format!("up to {tier}")).unwrap_or_default();
        assert_eq!(
            said(&event.into_iter().collect::<Vec<_>>()),
            expected,
            "{tier:?} {dates:?} {on}"
        );
    }
}

#[test]
fn a_test_partner_and_one_that_is_gone_stay_where_they_are() {
    let many = approved(&["2026-02-01"; 4]);
    let now = at("2026-02-01T20:00:00Z");
    let test = Partner { test: true, ..partner(Some("Silver"), None) };
    let gone = Partner { state: PartnerState::Terminated, ..partner(Some("Silver"), None) };
    assert_eq!(promote(&test, &many, &rules(), now), None);
    assert_eq!(promote(&gone, &many, &rules(), now), None);
    assert_eq!(rules().tiers.of(&test).unwrap().name, "Bronze");
    let none = Rules { tiers: Tiers::default(), ..rules() };
    assert_eq!(promote(&partner(None, None), &many, &none, now), None);
    assert_eq!(none.tiers.of(&partner(Some("Silver"), None)), None);
    let paused = Partner { state: PartnerState::Suspended, ..partner(None, None) };
    assert!(promote(&paused, &many, &rules(), now).is_some());
}

#[test]
fn who_would_not_stay_is_told_once_on_a_morning_in_the_weeks_before_the_quarters_end() {
    // Silver needs two within 90 days: from 1 April on for the quarter that ends on 30 June.
    let short = approved(&["2026-03-31", "2026-05-01"]);
    let enough = approved(&["2026-04-01", "2026-05-01"]);
    #[rustfmt::skip]
    let table = [
        // now                    what counts  is told
        ("2026-05-30T13:00:00Z",  &short,      ""),
        ("2026-05-31T12:59:59Z",  &short,      ""),
        // Nine in the morning where the programme lives, on the 30th day before the end.
        ("2026-05-31T13:00:00Z",  &short,      "Silver ends on 2026-06-30"),
        ("2026-05-31T13:00:00Z",  &enough,     ""),
        ("2026-06-16T13:00:00Z",  &short,      "Silver ends on 2026-06-30"),
        ("2026-06-17T03:59:59Z",  &short,      "Silver ends on 2026-06-30"),
        // Too late to make up for it: not in this quarter.
        ("2026-06-17T13:00:00Z",  &short,      ""),
        ("2026-07-01T13:00:00Z",  &short,      ""),
    ];
    for (now, counted, expected) in table {
        let events = review(&partner(Some("Silver"), None), counted, &rules(), at(now));
        assert_eq!(said(&events), expected, "{now}");
        let told = partner(Some("Silver"), Some(("2026-05-31T13:00:00Z", 2, "2026-06-30")));
        if at(now) < at("2026-07-01T13:00:00Z") {
            assert_eq!(review(&told, counted, &rules(), at(now)), [], "{now}, and told before");
        }
    }
    let first = review(&partner(None, None), &[], &rules(), at("2026-06-01T13:00:00Z"));
    assert_eq!(first, [], "there is nothing below the first");
}

#[test]
fn who_was_told_falls_by_one_tier_on_the_first_morning_after_the_quarter() {
    let told = Some(("2026-05-31T13:00:00Z", 4, "2026-06-30"));
    let gold = || partner(Some("Gold"), told);
    let made_up = ["2026-04-01", "2026-05-01", "2026-06-20", "2026-06-30"];
    let too_late = ["2026-04-01", "2026-05-01", "2026-06-20", "2026-07-01"];
    let in_the_night = ["2026-04-02", "2026-05-01", "2026-06-20", "2026-07-01"];
    #[rustfmt::skip]
    let table = [
        // now                    approved on          what happens
        ("2026-07-01T12:59:59Z",  &[][..],             ""),
        ("2026-07-01T13:00:00Z",  &[][..],             "down to Silver, announced on 2026-05-31"),
        // After a standstill, also over the next notice: one thing after the other.
        ("2026-08-15T20:00:00Z",  &[][..],             "down to Silver, announced on 2026-05-31"),
        ("2026-09-10T20:00:00Z",  &[][..],             "down to Silver, announced on 2026-05-31, Silver ends on 2026-09-30"),
        // After more than the next quarter there has to be another notice first.
        ("2026-10-01T13:00:00Z",  &[][..],             "Gold kept"),
        ("2026-07-01T13:00:00Z",  &made_up[..],        "Gold kept"),
        ("2026-07-01T13:00:00Z",  &too_late[..],       "down to Silver, announced on 2026-05-31"),
        ("2026-07-01T20:00:00Z",  &in_the_night[..],   "Gold kept"),
    ];
    for (now, dates, expected) in table {
        assert_eq!(said(&review(&gold(), &approved(dates), &rules(), at(now))), expected, "{now}");
    }
    // What was told keeps it, also where the programme asks for more now.
    let mut dearer = rules();
    dearer.tiers.all[2].from = 5;
    let events = review(&gold(), &approved(&made_up), &dearer, at("2026-07-01T13:00:00Z"));
    assert_eq!(said(&events), "Gold kept");
    let gone = partner(Some("Platinum"), told);
    assert_eq!(said(&review(&gone, &[], &rules(), at("2026-07-01T13:00:00Z"))), "Platinum kept");
}

#[test]
fn who_rises_while_told_is_not_told_any_more() {
    let told = partner(Some("Silver"), Some(("2026-05-31T13:00:00Z", 2, "2026-06-30")));
    let many = approved(&["2026-06-20"; 4]);
    let events = review(&told, &many, &rules(), at("2026-06-20T20:00:00Z"));
    assert_eq!(said(&events), "up to Gold");
    let mut risen = told;
    risen.apply(&events[0], at("2026-06-20T20:00:00Z"));
    assert_eq!(review(&risen, &many, &rules(), at("2026-07-01T13:00:00Z")), []);
}

#[test]
fn a_quarter_ends_with_its_third_month() {
    #[rustfmt::skip]
    let table = [
        ("2026-01-01", "2026-03-31"), ("2026-03-31", "2026-03-31"), ("2026-04-01", "2026-06-30"),
        ("2026-09-30", "2026-09-30"), ("2026-10-01", "2026-12-31"), ("2026-12-31", "2026-12-31"),
    ];
    for (day, end) in table {
        assert_eq!(quarter_end(date(day)), date(end), "{day}");
    }
    // Nine in the morning is another instant before and after the clocks change in March.
    let told = partner(Some("Silver"), Some(("2026-03-01T14:00:00Z", 2, "2026-03-31")));
    assert_eq!(review(&told, &[], &rules(), at("2026-04-01T12:59:00Z")), []);
    assert_eq!(review(&told, &[], &rules(), at("2026-04-01T13:00:00Z")).len(), 1);
}
