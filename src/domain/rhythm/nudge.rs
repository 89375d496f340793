//! When a partner that has not sent anything for a while hears one word about it, and with which
//! reason. Without a true reason it hears none.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use crate::domain::calendar::Calendar;
use crate::domain::ids::{ReferralId, ReferralNumber};
use crate::domain::partner::{Partner, PartnerState};
use crate::domain::tier::Measure;
use crate::domain::tier::climb::Climb;

/// Local dates without a referral after which somebody is idle.
pub const IDLE_DAYS: i64 = 45;
/// Local dates between two nudges, whatever has come meanwhile.
pub const REST_DAYS: i64 = 14;
/// A result that is older says little about who is looked for now.
pub const LATELY: TimeDelta = TimeDelta::days(365);

/// A referral of theirs that was won.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Won {
    pub referral: ReferralId,
    pub number: ReferralNumber,
    pub on: NaiveDate,
}

/// Why somebody should send another one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Something that they were given has a newer version, by its title.
    New { title: String },
    /// The last one that was won: companies like it are looked for.
    Won(Won),
    /// So many more reach a tier.
    Tier { more: u32, measure: Measure, tier: String },
    /// Who is looked for now, in the programme's words.
    Ideal { text: String },
}

/// Whether a partner is idle, which sent something last at `last` and had joined before: it may send,
/// and nothing has come for long enough.
#[must_use]
pub fn is_idle(
    partner: &Partner,
    last: Option<DateTime<Utc>>,
    calendar: &Calendar,
    now: DateTime<Utc>,
) -> bool {
    let active = partner.state == PartnerState::Approved && !partner.test;
    active && days_since(last.unwrap_or(partner.added_at), calendar, now) >= IDLE_DAYS
}

/// Whether it may be nudged now: once while nothing comes, and never twice in a fortnight.
#[must_use]
pub fn is_due(
    partner: &Partner,
    last: Option<DateTime<Utc>>,
    calendar: &Calendar,
    now: DateTime<Utc>,
) -> bool {
    let rested = partner.nudged_at.is_none_or(|nudged| {
        // What was said once is not said again before something has come.
        last.is_some_and(|last| last > nudged) && days_since(nudged, calendar, now) >= REST_DAYS
    });
    rested && is_idle(partner, last, calendar, now)
}

fn days_since(at: DateTime<Utc>, calendar: &Calendar, now: DateTime<Utc>) -> i64 {
    (calendar.local_date(now) - calendar.local_date(at)).num_days()
}

/// The reason that holds: what is new before what was won, that before what can be reached, and who is
/// looked for where nothing is the partner's own. What deals come to is never said, so it is no reason.
#[must_use]
pub fn reason(
    new: Option<&str>,
    won: Option<Won>,
    climb: Option<&Climb>,
    ideal: Option<&str>,
) -> Option<Reason> {
    let new = new.map(|title| Reason::New { title: title.to_owned() });
    let ideal = || ideal.map(|text| Reason::Ideal { text: text.to_owned() });
    new.or_else(|| won.map(Reason::Won)).or_else(|| next_tier(climb?)).or_else(ideal)
}

fn next_tier(climb: &Climb) -> Option<Reason> {
    let next = climb.next.as_ref()?;
    let more = u32::try_from(next.from - climb.count).ok().filter(|more| *more > 0)?;
    let measure = climb.measure.clone();
    let counted = matches!(measure, Measure::Approved | Measure::Won);
    counted.then(|| Reason::Tier { more, measure, tier: next.name.clone() })
}

#[cfg(test)]
mod tests {
    use chrono_tz::Europe::Amsterdam;

    use super::*;
    use crate::domain::ids::PartnerId;
    use crate::domain::tier::Tier;
    use crate::domain::tier::quota::Quota;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn a_partner_is_nudged_once_after_45_days_without_a_referral() {
        let calendar = Calendar::usual(Amsterdam);
        #[rustfmt::skip]
        let table = [
            // joined        last sent           nudged                now                 due
            ("2027-01-01", Some("2027-01-10T22:30:00Z"), None,         "2027-02-23T08:00:00Z", false),
            ("2027-01-01", Some("2027-01-10T22:30:00Z"), None,         "2027-02-24T08:00:00Z", true),
            // In Amsterdam that was the eleventh.
            ("2027-01-01", Some("2027-01-10T23:30:00Z"), None,         "2027-02-24T08:00:00Z", false),
            ("2027-01-01", None,                         None,         "2027-02-14T08:00:00Z", false),
            ("2027-01-01", None,                         None,         "2027-02-15T08:00:00Z", true),
            ("2027-01-01", None,                 Some("2027-02-15"),   "2027-06-15T08:00:00Z", false),
            ("2027-01-01", Some("2027-01-10T12:00:00Z"), Some("2027-02-24"), "2027-05-15T08:00:00Z", false),
            // Something came after the last word, and then nothing any more.
            ("2027-01-01", Some("2027-03-01T12:00:00Z"), Some("2027-02-24"), "2027-04-14T08:00:00Z", false),
            ("2027-01-01", Some("2027-03-01T12:00:00Z"), Some("2027-02-24"), "2027-04-15T07:00:00Z", true),
        ];
        let noon = |date: &str| at(&format!("{date}T12:00:00Z"));
        for (joined, last, nudged, now, due) in table {
            let code = "NOR".parse().unwrap();
            let mut one = Partner::fresh(PartnerId::new(1), code, "North", noon(joined));
            one.nudged_at = nudged.map(noon);
            let last = last.map(at);
            assert_eq!(is_due(&one, last, &calendar, at(now)), due, "{last:?} {nudged:?} {now}");
            for change in [
                |one: &mut Partner| one.test = true,
                |one: &mut Partner| one.state = PartnerState::Suspended,
                |one: &mut Partner| one.state = PartnerState::Terminated,
            ] {
                let mut other = one.clone();
                change(&mut other);
                assert!(!is_due(&other, last, &calendar, at(now)), "{now}");
            }
        }
    }

    fn climb(measure: Measure, count: i64, next: Option<i64>) -> Climb {
        let tier = |name: &str, from| Tier {
            name: name.to_owned(),
            from,
            promise_days: None,
            quota: Quota::default(),
            perks: Vec::new(),
        };
        Climb {
            measure,
            window_days: 365,
            tier: tier("Bronze", 0),
            count,
            next: next.map(|from| tier("Silver", from)),
            through: None,
            notice: None,
        }
    }

    #[test]
    fn a_reason_is_a_fact_and_never_an_amount() {
        let number = "NOR-3".parse().unwrap();
        let won = Won { referral: ReferralId::new(1), number, on: "2027-03-02".parse().unwrap() };
        let more = |more, measure| Reason::Tier { more, measure, tier: "Silver".to_owned() };
        let revenue = Measure::Revenue { currency: "EUR".to_owned() };
        #[rustfmt::skip]
        let table = [
            (Some(won), Some(climb(Measure::Approved, 1, Some(3))), Some(Reason::Won(won))),
            (None,      Some(climb(Measure::Approved, 1, Some(3))), Some(more(2, Measure::Approved))),
            (None,      Some(climb(Measure::Won, 0, Some(1))),      Some(more(1, Measure::Won))),
            (None,      Some(climb(Measure::Won, 3, Some(3))),      None),
            (None,      Some(climb(Measure::Won, 3, None)),         None),
            (None,      Some(climb(revenue, 0, Some(5))),           None),
            (None,      None,                                       None),
        ];
        for (won, climb, expected) in table {
            assert_eq!(reason(None, won, climb.as_ref(), None), expected, "{climb:?}");
            let ideal = Reason::Ideal { text: "Makers".to_owned() };
            let last = reason(None, won, climb.as_ref(), Some("Makers"));
            assert_eq!(last, expected.or(Some(ideal)), "{climb:?}");
            let new = Some(Reason::New { title: "Deck".to_owned() });
            let first = reason(Some("Deck"), won, climb.as_ref(), Some("Makers"));
            assert_eq!(first, new, "{climb:?}");
        }
    }
}
