//! One file per thing the clock does. A job takes no input and looks only at the state, so running
//! it twice, late or after a crash is the same.

pub mod boards;
pub mod cases;
pub mod certificates;
pub mod clocks;
pub mod deadlines;
pub mod groups;
pub mod joining;
pub mod owners;
pub mod reminders;
pub mod rhythm;
pub mod shouts;
mod silent;
pub mod start;
pub mod sweep;
pub mod tiers;

use chrono::{DateTime, Days, NaiveTime, Utc};

use crate::domain::calendar::Calendar;
use crate::domain::referral::clocks::MORNING;

const AT_NIGHT: NaiveTime = NaiveTime::from_hms_opt(3, 0, 0).unwrap();

/// When the last night's work began, and when the next one does: at three by the programme's clock,
/// when nobody works. All of it at one time, which is easier to understand from a log.
#[must_use]
pub fn nights(calendar: &Calendar, now: DateTime<Utc>) -> (DateTime<Utc>, DateTime<Utc>) {
    daily(calendar, AT_NIGHT, now)
}

/// The same for mornings, when people are reminded.
#[must_use]
pub fn mornings(calendar: &Calendar, now: DateTime<Utc>) -> (DateTime<Utc>, DateTime<Utc>) {
    daily(calendar, MORNING, now)
}

fn daily(
    calendar: &Calendar,
    time: NaiveTime,
    now: DateTime<Utc>,
) -> (DateTime<Utc>, DateTime<Utc>) {
    let today = calendar.local_date(now);
    let at = |date| calendar.wall(date, time);
    if at(today) <= now {
        (at(today), at(today + Days::new(1)))
    } else {
        (at(today - Days::new(1)), at(today))
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeZone as _;
    use chrono_tz::Europe::Berlin;

    use super::*;

    #[test]
    fn a_night_is_from_three_to_three_by_the_programmes_clock() {
        let calendar = Calendar::usual(Berlin);
        let at = |day, hour, minute| Utc.with_ymd_and_hms(2026, 10, day, hour, minute, 0).unwrap();
        #[rustfmt::skip]
        let table = [
            // now             the last one       the next one
            (at(24, 0, 59),    at(23, 1, 0),      at(24, 1, 0)),
            (at(24, 1, 0),     at(24, 1, 0),      at(25, 2, 0)),
            // The clock goes back in this night, and this day has an hour more.
            (at(25, 1, 30),    at(24, 1, 0),      at(25, 2, 0)),
            (at(25, 12, 0),    at(25, 2, 0),      at(26, 2, 0)),
        ];
        for (now, last, next) in table {
            assert_eq!(nights(&calendar, now), (last, next), "{now}");
        }
    }
}
