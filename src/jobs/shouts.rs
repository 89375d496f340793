//! What the clock does about shout-outs: suggests them when something good has happened, posts those
//! whose time has come, and lists every Monday morning what waits for a word.

use chrono::{DateTime, Datelike as _, Days, Utc, Weekday};

use super::mornings;
use crate::app::App;
use crate::domain::calendar::Calendar;
use crate::domain::referral::clocks::MORNING;
use crate::store::house::{self, SHOUTS};
use crate::store::{StoreError, shouts};

/// Does what is due; `seen` is the position of the log that was looked at last, as this process
/// knows it. Says when something is due the next time.
///
/// # Errors
/// [`StoreError`]: what was not done is done at the next try.
pub async fn run(
    app: &App,
    seen: &mut Option<i64>,
    now: DateTime<Utc>,
) -> Result<Option<DateTime<Utc>>, StoreError> {
    *seen = Some(app.suggest_shouts(*seen).await?);
    let mut next = shouts::next_due(&app.store.db).await?;
    if next.is_some_and(|next| next <= now) {
        app.post_due_shouts(now).await?;
        next = shouts::next_due(&app.store.db).await?;
    }
    let listed = list(app, now).await?;
    Ok(next.into_iter().chain(listed).min())
}

/// Never while nothing is open. Of two processes one does it.
async fn list(app: &App, now: DateTime<Utc>) -> Result<Option<DateTime<Utc>>, StoreError> {
    let monday = next_monday(&app.program().rules.calendar, now);
    match house::job_due(&app.store, SHOUTS).await? {
        // The first list comes with the next Monday.
        None => {
            if !shouts::open(&app.store.db, 1).await?.is_empty() {
                house::plan_job(&app.store.writer, SHOUTS, monday).await?;
                return Ok(Some(monday));
            }
            return Ok(None);
        }
        Some(due) if due > now => return Ok(Some(due)),
        Some(_) => {}
    }
    let (mine, next) = house::take_job(&app.store, SHOUTS, now).await?;
    if !mine {
        return Ok(Some(next));
    }
    app.list_shouts().await?;
    house::job_done(&app.store.writer, SHOUTS, monday).await?;
    Ok(Some(monday))
}

/// The next Monday at nine.
fn next_monday(calendar: &Calendar, now: DateTime<Utc>) -> DateTime<Utc> {
    let (_, next) = mornings(calendar, now);
    let date = calendar.local_date(next);
    let days = (7 - date.weekday().days_since(Weekday::Mon)) % 7;
    calendar.wall(date + Days::new(days.into()), MORNING)
}

#[cfg(test)]
mod tests {
    use chrono_tz::Europe::Amsterdam;

    use super::*;

    #[test]
    fn the_list_comes_on_monday_at_nine_by_the_programmes_clock() {
        let calendar = Calendar::usual(Amsterdam);
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        #[rustfmt::skip]
        let table = [
            // now                     the next list
            ("2027-03-22T07:59:59Z",   "2027-03-22T08:00:00Z"),
            // The clock goes forward in between.
            ("2027-03-22T08:00:00Z",   "2027-03-29T07:00:00Z"),
            ("2027-03-28T22:30:00Z",   "2027-03-29T07:00:00Z"),
        ];
        for (now, next) in table {
            assert_eq!(next_monday(&calendar, at(now)), at(next), "{now}");
        }
    }
}
