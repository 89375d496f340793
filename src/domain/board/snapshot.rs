//! A board as it stood when its period was over, and what became of it: shown to whoever looks after
//! the community, posted, left out, corrected. What it counted stays; what partners are called and
//! whether they are shown is looked up when it is said.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::period::{Period, Span};
use super::{Metric, Placed, Tally, board, rank};
use crate::domain::calendar::Calendar;
use crate::domain::ids::{PartnerId, PersonId};
use crate::domain::outcome::BoardEvent;
use crate::domain::partner::Partner;
use crate::domain::referral::clocks::MORNING;
use crate::domain::words::words;

words! {
    /// How far a board has come.
    Stage {
        Taken = "taken",
        /// The first one waits for a person's word.
        Previewed = "previewed",
        Posted = "posted",
        /// Somebody left it out, or a newer one took its place.
        Skipped = "skipped",
    }
}

/// What one partner had brought about; what is not there is 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    pub partner: PartnerId,
    #[serde(default, skip_serializing_if = "is_none")]
    pub approved: u32,
    #[serde(default, skip_serializing_if = "is_none")]
    pub before: u32,
    #[serde(default, skip_serializing_if = "is_none")]
    pub won: u32,
    #[serde(default, skip_serializing_if = "is_none")]
    pub lost: u32,
    #[serde(default, skip_serializing_if = "is_none")]
    pub expired: u32,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands in references")]
const fn is_none(n: &u32) -> bool {
    *n == 0
}

impl Count {
    #[must_use]
    pub fn tally(&self, name: String) -> Tally {
        let Self { partner, approved, before, won, lost, expired } = *self;
        Tally { partner, name, approved, before, won, lost, expired }
    }
}

impl From<&Tally> for Count {
    fn from(tally: &Tally) -> Self {
        let Tally { partner, approved, before, won, lost, expired, .. } = *tally;
        Self { partner, approved, before, won, lost, expired }
    }
}

/// That posts were due while nobody could post them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Late {
    /// When the first of them was due.
    pub from: DateTime<Utc>,
    /// So many mornings of which this is said at once.
    pub posts: u32,
}

/// See the head of this file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snapshot {
    pub period: Period,
    pub version: i64,
    pub taken_at: DateTime<Utc>,
    pub counts: Vec<Count>,
    pub stage: Stage,
    /// Since when it is in that stage.
    pub since: DateTime<Utc>,
    /// Who posted it or left it out; nobody where it was the clock.
    pub settled_by: Option<PersonId>,
    /// Of several that are posted at once, the one by which the post is known.
    pub post: Option<Period>,
    pub late: Option<Late>,
    /// Who was on it.
    pub shown: BTreeSet<PartnerId>,
    /// Of those, what counted less afterwards, as it was said last.
    pub lowered: Vec<Count>,
}

impl Snapshot {
    /// The one that its first fact makes; `None` when the fact is not the first of a board.
    #[must_use]
    pub fn from_first(period: Period, first: &BoardEvent, at: DateTime<Utc>) -> Option<Self> {
        let BoardEvent::BoardTaken { counts } = first else { return None };
        Some(Self {
            period,
            version: 1,
            taken_at: at,
            counts: counts.clone(),
            stage: Stage::Taken,
            since: at,
            settled_by: None,
            post: None,
            late: None,
            shown: BTreeSet::new(),
            lowered: Vec::new(),
        })
    }

    /// Takes over one later fact, recorded at `at`.
    pub fn apply(&mut self, event: &BoardEvent, at: DateTime<Utc>) {
        let stage = match event {
            BoardEvent::BoardTaken { .. } => None,
            BoardEvent::BoardPreviewed { late } => {
                self.late = *late;
                Some(Stage::Previewed)
            }
            BoardEvent::BoardPosted { post, shown, late, by } => {
                (self.post, self.late, self.settled_by) = (Some(*post), *late, *by);
                self.shown.clone_from(shown);
                Some(Stage::Posted)
            }
            BoardEvent::BoardSkipped { by } => {
                self.settled_by = *by;
                Some(Stage::Skipped)
            }
            BoardEvent::BoardCorrected { counts } => {
                self.lowered.retain(|one| counts.iter().all(|new| new.partner != one.partner));
                self.lowered.extend(counts);
                self.lowered.sort_by_key(|one| one.partner);
                None
            }
        };
        if let Some(stage) = stage {
            (self.stage, self.since) = (stage, at);
        }
        self.version += 1;
    }

    /// Whether it is still to be posted.
    #[must_use]
    pub fn is_open(&self) -> bool {
        matches!(self.stage, Stage::Taken | Stage::Previewed)
    }

    /// When it is posted: at nine on the day after its end.
    #[must_use]
    pub fn due_at(&self, calendar: &Calendar) -> DateTime<Utc> {
        calendar.wall(self.period.next().first_day(), MORNING)
    }

    /// Everybody who is ranked in it. Nobody reads these names.
    #[must_use]
    pub fn ranked(&self, metric: Metric) -> Vec<Placed> {
        let tallies: Vec<Tally> =
            self.counts.iter().map(|count| count.tally(String::new())).collect();
        rank(metric, &tallies)
    }

    /// What everybody may read of it, by what partners say and are called now; `None` when there is
    /// no board, because too few take part.
    #[must_use]
    pub fn board(
        &self,
        metric: Metric,
        partners: &BTreeMap<PartnerId, Partner>,
    ) -> Option<Vec<Placed>> {
        let shown = self.counts.iter().filter_map(|count| {
            let partner = partners.get(&count.partner)?;
            let takes_part = partner.consent.boards && partner.is_counted();
            takes_part.then(|| count.tally(partner.shown_name().to_owned()))
        });
        let ranked = rank(metric, &shown.collect::<Vec<_>>());
        board(&ranked).map(<[Placed]>::to_vec)
    }

    /// Whether this is less than what was said of that partner.
    #[must_use]
    pub fn is_less(&self, count: &Count) -> bool {
        self.approved_of(count.partner).is_some_and(|said| count.approved < said)
    }

    /// What this partner's approvals on it were when they were last spoken of.
    fn approved_of(&self, partner: PartnerId) -> Option<u32> {
        let all = self.lowered.iter().chain(&self.counts);
        all.into_iter().find(|one| one.partner == partner).map(|one| one.approved)
    }

    /// Of those it showed, what counts less `now` than was said; partners that are not to be found
    /// in `now` have nothing that counts.
    #[must_use]
    pub fn less(&self, now: &[Tally], of: impl Fn(&PartnerId) -> bool) -> Vec<Count> {
        let less = self.shown.iter().filter(|id| of(id)).filter_map(|id| {
            let tally = now.iter().find(|tally| tally.partner == *id);
            let approved = tally.map_or(0, |tally| tally.approved);
            let nothing = Count { partner: *id, approved, before: 0, won: 0, lost: 0, expired: 0 };
            self.is_less(&nothing).then_some(nothing)
        });
        less.collect()
    }
}

/// What is posted at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Posting {
    /// The newest month and the newest quarter; the first of them gives the post its name.
    pub boards: Vec<Period>,
    /// Older ones that are not posted any more.
    pub replaced: Vec<Period>,
    /// When the first of what is new was due.
    pub due: DateTime<Utc>,
    pub late: Option<Late>,
}

impl Posting {
    /// What there is to post now of what is `open`; `None` when nothing is, or all of it waits for a
    /// person's word already.
    #[must_use]
    pub fn now<'a>(
        open: impl Iterator<Item = &'a Snapshot>,
        calendar: &Calendar,
        now: DateTime<Utc>,
    ) -> Option<Self> {
        let due: Vec<&Snapshot> =
            open.filter(|one| one.is_open() && one.due_at(calendar) <= now).collect();
        let new = || due.iter().filter(|one| one.stage == Stage::Taken);
        new().next()?;
        let newest = |span: Span| {
            let all = due.iter().map(|one| one.period);
            all.filter(|period| period.span() == span).max()
        };
        let boards: Vec<Period> =
            [newest(Span::Month), newest(Span::Quarter)].into_iter().flatten().collect();
        let others = due.iter().map(|one| one.period);
        let replaced = others.filter(|period| !boards.contains(period)).collect();
        let mornings: BTreeSet<_> = new().map(|one| one.due_at(calendar)).collect();
        let posts = u32::try_from(mornings.len()).unwrap_or(u32::MAX);
        let due = *mornings.first()?;
        let late = (posts > 1).then_some(Late { from: due, posts });
        Some(Self { boards, replaced, due, late })
    }
}

#[cfg(test)]
mod tests {
    use chrono_tz::America::New_York;

    use super::*;
    use crate::domain::partner::PartnerState;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn id(n: u128) -> PartnerId {
        PartnerId::new(n)
    }

    fn count(n: u128, approved: u32) -> Count {
        Count { partner: id(n), approved, before: 0, won: 0, lost: 0, expired: 0 }
    }

    fn taken(period: &str) -> Snapshot {
        let first = BoardEvent::BoardTaken { counts: vec![count(1, 7), count(2, 5)] };
        Snapshot::from_first(period.parse().unwrap(), &first, at("2027-04-01T04:00:00Z")).unwrap()
    }

    fn previewed(period: &str) -> Snapshot {
        let mut snapshot = taken(period);
        snapshot.apply(&BoardEvent::BoardPreviewed { late: None }, at("2027-04-01T13:00:00Z"));
        snapshot
    }

    fn posting(open: &[Snapshot], now: &str) -> Option<(String, String, Option<u32>)> {
        let found = Posting::now(open.iter(), &Calendar::usual(New_York), at(now))?;
        let words =
            |all: &[Period]| all.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
        Some((words(&found.boards), words(&found.replaced), found.late.map(|late| late.posts)))
    }

    #[test]
    fn a_month_and_its_quarter_are_one_post_and_late_ones_are_one_as_well() {
        let post = |boards: &str, replaced: &str, late| {
            Some((boards.to_owned(), replaced.to_owned(), late))
        };
        let quarter = [taken("2027-03"), taken("2027-q1")];
        assert_eq!(posting(&quarter, "2027-04-01T12:59:59Z"), None, "before nine in New York");
        assert_eq!(posting(&quarter, "2027-04-01T13:00:00Z"), post("2027-03 2027-q1", "", None));
        let slept = ["2027-02", "2027-03", "2027-q1", "2027-04"].map(taken);
        let expected = post("2027-04 2027-q1", "2027-02 2027-03", Some(3));
        assert_eq!(posting(&slept, "2027-05-04T15:00:00Z"), expected);
        // What waits for a person's word is not asked for again, and gives way to what is new.
        let asked = [previewed("2027-03"), previewed("2027-q1")];
        assert_eq!(posting(&asked, "2027-04-09T13:00:00Z"), None);
        let [month, quarter] = asked;
        let next = [month, quarter, taken("2027-04")];
        let expected = post("2027-04 2027-q1", "2027-03", None);
        assert_eq!(posting(&next, "2027-05-01T13:00:00Z"), expected);
        assert_eq!(posting(&[], "2027-05-01T13:00:00Z"), None);
    }

    #[test]
    fn a_board_shows_partners_as_they_are_when_it_is_said() {
        let code = |n: u128| {
            ["AAA", "BBB", "CCC", "DDD", "EEE", "FFF", "GGG", "HHH"]
                [usize::try_from(n).unwrap() - 1]
                .parse()
                .unwrap()
        };
        let partner = |n| {
            let mut one =
                Partner::fresh(id(n), code(n), &format!("Partner {n}"), at("2027-01-01T00:00:00Z"));
            one.consent.boards = true;
            one
        };
        let mut all: BTreeMap<PartnerId, Partner> = (1..=8).map(|n| (id(n), partner(n))).collect();
        let counts = (1..=8).map(|n| count(n, 9 - u32::try_from(n).unwrap())).collect();
        let first = BoardEvent::BoardTaken { counts };
        let period = "2027-03".parse().unwrap();
        let taken = Snapshot::from_first(period, &first, at("2027-04-01T04:00:00Z")).unwrap();
        let mut change = |n, change: &dyn Fn(&mut Partner)| {
            change(all.get_mut(&id(n)).unwrap());
            let board = taken.board(Metric::Approved, &all)?;
            Some(board.iter().map(|one| format!("{} {}", one.rank, one.name)).collect::<Vec<_>>())
        };
        change(1, &|one| one.state = PartnerState::Terminated);
        change(2, &|one| one.test = true);
        change(3, &|one| one.name = "Renamed".to_owned());
        let shown = change(4, &|one| one.consent.shown_as = Some("As it likes".to_owned()));
        let expected = [
            "1 Renamed",
            "2 As it likes",
            "3 Partner 5",
            "4 Partner 6",
            "5 Partner 7",
            "6 Partner 8",
        ];
        assert_eq!(shown.unwrap(), expected, "whoever is not there leaves no gap");
        let five = change(8, &|one| one.consent.boards = false);
        assert_eq!(five.unwrap().len(), 5);
        assert_eq!(change(7, &|one| one.consent.boards = false), None, "four are no board");
    }

    #[test]
    fn what_counts_less_is_said_once_and_only_of_who_was_shown() {
        let mut board = taken("2027-03");
        let posted = BoardEvent::BoardPosted {
            post: board.period,
            shown: [id(1)].into(),
            late: None,
            by: None,
        };
        board.apply(&posted, at("2027-04-01T13:00:00Z"));
        let now =
            |first, second| [count(1, first), count(2, second)].map(|one| one.tally(String::new()));
        let everybody = |_: &PartnerId| true;
        assert_eq!(board.less(&now(7, 1), everybody), []);
        assert_eq!(board.less(&now(8, 5), everybody), [], "more is the next board's");
        assert_eq!(board.less(&now(6, 5), |_| false), [], "who has left counts nowhere");
        assert_eq!(board.less(&[], everybody), [count(1, 0)]);
        let less = board.less(&now(6, 1), everybody);
        assert_eq!(less, [count(1, 6)]);
        board.apply(&BoardEvent::BoardCorrected { counts: less }, at("2027-04-02T13:00:00Z"));
        assert_eq!(board.less(&now(6, 1), everybody), []);
        assert_eq!(board.less(&now(5, 1), everybody), [count(1, 5)]);
        assert_eq!(board.counts[0].approved, 7, "the board stays as it was taken");
    }
}
