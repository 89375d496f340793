//! An edition: a version of the programme on its way into force. It is recorded, partners are told
//! where it changes what they are promised, and it holds once they know of it for long enough.

use std::collections::BTreeMap;

use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};
use serde::{Deserialize, Serialize};

use super::calendar::Calendar;
use super::outcome::ProgramEvent;

/// A version of the programme, as far as it has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edition {
    /// The programme's version: the first digits of its text's hash.
    pub id: String,
    pub version: i64,
    /// Under way; absent once it holds, or was taken back.
    pub announced: Option<Announced>,
    /// When it last came into force.
    pub in_force_at: Option<DateTime<Utc>>,
}

/// What is known of an edition that does not hold yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Announced {
    pub at: DateTime<Utc>,
    /// The version that was in force then: what is otherwise is what partners are told.
    pub before: String,
    /// The first date on which it may hold.
    pub effective: NaiveDate,
    /// Whole days between the notice and the change, as the programme in force promises.
    pub notice_days: u32,
    /// Whether partners are promised something else.
    pub affects_partners: bool,
    /// Channels for which a notice was left, and when it was posted there.
    pub notices: BTreeMap<String, Option<DateTime<Utc>>>,
}

impl Edition {
    #[must_use]
    pub const fn new(id: String) -> Self {
        Self { id, version: 0, announced: None, in_force_at: None }
    }

    /// Takes over one fact.
    pub fn apply(&mut self, event: &ProgramEvent, at: DateTime<Utc>) {
        match event {
            ProgramEvent::ProgramRecorded { before, effective, notice_days, affects_partners } => {
                self.announced = Some(Announced {
                    at,
                    before: before.clone(),
                    effective: *effective,
                    notice_days: *notice_days,
                    affects_partners: *affects_partners,
                    notices: BTreeMap::new(),
                });
            }
            ProgramEvent::ProgramNoticesLeft { channels } => {
                if let Some(announced) = &mut self.announced {
                    let left = channels.iter().map(|channel| (channel.clone(), None));
                    announced.notices.extend(left);
                }
            }
            ProgramEvent::ProgramNoticePosted { channel, at } => {
                if let Some(announced) = &mut self.announced {
                    announced.notices.insert(channel.clone(), Some(*at));
                }
            }
            ProgramEvent::ProgramTookEffect => {
                self.announced = None;
                self.in_force_at = Some(at);
            }
            ProgramEvent::ProgramTakenBack => self.announced = None,
        }
        self.version += 1;
    }
}

/// The first date on which an edition recorded on `today` can hold: what partners are told.
#[must_use]
pub fn first_date(wished: NaiveDate, notice_days: u32, today: NaiveDate) -> NaiveDate {
    wished.max(today.checked_add_days(Days::new(notice_days.into())).unwrap_or(NaiveDate::MAX))
}

/// From when on an edition holds; `None` as long as one of the partners' `channels` was not told.
#[must_use]
pub fn holds_from<'a>(
    announced: &Announced,
    channels: impl Iterator<Item = &'a str>,
    calendar: &Calendar,
) -> Option<DateTime<Utc>> {
    let begins = |date: NaiveDate| calendar.wall(date, NaiveTime::MIN);
    let mut from = begins(announced.effective).max(announced.at);
    if !announced.affects_partners {
        return Some(from);
    }
    for channel in channels {
        let told = announced.notices.get(channel).copied().flatten()?;
        let notice = Days::new(announced.notice_days.into());
        let over = calendar.local_date(told).checked_add_days(notice).unwrap_or(NaiveDate::MAX);
        from = from.max(begins(over)).max(told);
    }
    Some(from)
}

#[cfg(test)]
mod tests {
    use chrono_tz::America::New_York;

    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn an_edition_holds_when_everybody_was_told_and_the_notice_has_run() {
        #[rustfmt::skip]
        let table = [
            // affects  days  north told                    south told                    holds from
            (true,      14,   Some("2026-03-02T19:00:00Z"), Some("2026-03-02T19:05:00Z"), Some("2026-03-16T04:00:00Z")),
            // Told late on the 2nd where the programme lives; on the 4th already in UTC.
            (true,      14,   Some("2026-03-02T19:00:00Z"), Some("2026-03-04T03:00:00Z"), Some("2026-03-17T04:00:00Z")),
            // One was not told.
            (true,      14,   Some("2026-03-02T19:00:00Z"), None,                         None),
            // No period was promised: as soon as the last has read it.
            (true,      0,    Some("2026-03-02T19:00:00Z"), Some("2026-03-02T19:05:00Z"), Some("2026-03-02T19:05:00Z")),
            // Shorter than until the date that was wished.
            (true,      3,    Some("2026-03-02T19:00:00Z"), Some("2026-03-02T19:05:00Z"), Some("2026-03-10T04:00:00Z")),
            // Nobody has to be told.
            (false,     14,   None,                         None,                         Some("2026-03-02T18:00:00Z")),
        ];
        for (affects_partners, notice_days, north, south, expected) in table {
            let effective = if notice_days == 3 { "2026-03-10" } else { "2026-03-02" };
            let notices = [("C1".to_owned(), north.map(at)), ("C2".to_owned(), south.map(at))];
            let announced = Announced {
                at: at("2026-03-02T18:00:00Z"),
                before: "0".to_owned(),
                effective: effective.parse().unwrap(),
                notice_days,
                affects_partners,
                notices: notices.into(),
            };
            let calendar = Calendar::usual(New_York);
            let from = holds_from(&announced, ["C1", "C2"].into_iter(), &calendar);
            assert_eq!(from, expected.map(at), "{announced:?}");
            // Whoever is no partner's channel any more is not waited for.
            let alone = holds_from(&announced, ["C1"].into_iter(), &calendar);
            assert!(alone <= from || from.is_none());
        }
    }

    #[test]
    fn partners_are_told_the_first_date_on_which_it_can_hold() {
        let date = |text: &str| text.parse::<NaiveDate>().unwrap();
        let today = date("2026-03-02");
        assert_eq!(first_date(today, 14, today), date("2026-03-16"));
        assert_eq!(first_date(date("2026-04-01"), 14, today), date("2026-04-01"));
        assert_eq!(first_date(today, 0, today), today);
    }
}
