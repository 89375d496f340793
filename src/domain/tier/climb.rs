//! Where a partner stands on its way up, for whoever looks at it.

use chrono::{DateTime, Days, NaiveDate, Utc};

use super::count::{Counted, count, first};
use super::review::Warned;
use super::{Measure, Tier, Tiers};
use crate::domain::Rules;
use crate::domain::partner::Partner;

/// How far a partner has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Climb {
    pub measure: Measure,
    pub window_days: u32,
    pub tier: Tier,
    /// What counts today.
    pub count: i64,
    /// The tier above, if there is one.
    pub next: Option<Tier>,
    /// Through this date all of it goes on counting; none where nothing counts.
    pub through: Option<NaiveDate>,
    pub notice: Option<Notice>,
}

/// What a partner was told of the end of the quarter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// So much keeps it.
    pub from: i64,
    /// What will count on the last day, as far as is known.
    pub count: i64,
    pub through: NaiveDate,
    /// Where it is then, if it does not come to more.
    pub below: String,
}

impl Climb {
    /// None where the programme has no tiers.
    #[must_use]
    pub fn of(
        partner: &Partner,
        referrals: &[Counted],
        rules: &Rules,
        now: DateTime<Utc>,
    ) -> Option<Self> {
        let (tiers, calendar) = (&rules.tiers, &rules.calendar);
        // Nothing counts for a test partner, also not where somebody looks.
        let referrals = if partner.test { &[] } else { referrals };
        let today = calendar.local_date(now);
        let window = Days::new(tiers.window_days.into());
        let oldest = first(tiers, referrals, calendar, today);
        let warned = partner.tier.as_ref().and_then(|tier| tier.warned.as_ref());
        let notice = warned.and_then(|warned| {
            notice(tiers, partner, warned, |on| count(tiers, referrals, calendar, on))
        });
        Some(Self {
            measure: tiers.measure.clone(),
            window_days: tiers.window_days,
            tier: tiers.of(partner)?.clone(),
            count: count(tiers, referrals, calendar, today),
            next: tiers.all.get(tiers.place_of(partner) + 1).cloned(),
            through: oldest.and_then(|date| date.checked_add_days(window)),
            notice,
        })
    }
}

fn notice(
    tiers: &Tiers,
    partner: &Partner,
    warned: &Warned,
    counted: impl Fn(NaiveDate) -> i64,
) -> Option<Notice> {
    let below = tiers.all.get(tiers.place_of(partner).checked_sub(1)?)?;
    let (from, through) = (warned.from, warned.through);
    Some(Notice { from, count: counted(through), through, below: below.name.clone() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::tier::review::InTier;
    use crate::domain::tier::review::tests::{approved, at, partner, rules};

    #[test]
    fn a_climb_says_what_counts_and_until_when() {
        let now = at("2026-05-02T20:00:00Z");
        let dates = ["2026-02-01", "2026-03-01", "2026-04-01"];
        let climb = Climb::of(&partner(Some("Silver"), None), &approved(&dates), &rules(), now);
        let climb = climb.unwrap();
        assert_eq!((climb.tier.name.as_str(), climb.count), ("Silver", 3));
        assert_eq!(climb.next.unwrap().name, "Gold");
        assert_eq!(climb.through, Some("2026-05-02".parse().unwrap()));
        let told = partner(Some("Silver"), Some(("2026-05-31T13:00:00Z", 2, "2026-06-30")));
        let climb = Climb::of(&told, &approved(&dates), &rules(), now).unwrap();
        let notice = climb.notice.unwrap();
        assert_eq!((notice.from, notice.count, notice.below.as_str()), (2, 1, "Bronze"));
        let none = Climb::of(&partner(None, None), &[], &rules(), now).unwrap();
        assert_eq!((none.tier.name.as_str(), none.count, none.through), ("Bronze", 0, None));
    }

    #[test]
    fn nothing_counts_for_a_test_partner() {
        let mut test = partner(Some("Gold"), None);
        test.test = true;
        let now = at("2026-05-02T20:00:00Z");
        let climb = Climb::of(&test, &approved(&["2026-05-01"]), &rules(), now).unwrap();
        assert_eq!((climb.tier.name.as_str(), climb.count), ("Bronze", 0));
        assert_eq!(climb.tier.from, 0);
        assert!(test.tier.as_ref().is_some_and(|tier: &InTier| tier.name == "Gold"));
    }
}
