//! What was sent in a period, a page at a time in the order in which it came; and what is known of
//! that period beside the referrals: the partners that joined in it, the cases that were opened in it.
//!
//! A page comes with names for whoever writes them down, and without for whoever only counts.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};

use super::StoreError;
use super::dialect::{Db, Sql, as_json, fetch_all};
use super::rows::BadRow;
use crate::domain::case::{Decided, Outcome, Phase};
use crate::domain::ids::{PartnerId, ReferralId};
use crate::domain::measure::report::{Contest, Joined, Sent};
use crate::domain::outcome::Party;
use crate::domain::referral::{FirstDecision, Stage, Status};

/// Referrals read at once.
const PAGE: i64 = 2_000;

/// `$1` and `$2` are where the last page ended, `$3` is the first instant after the period.
macro_rules! sent {
    ($names:literal, $joins:literal, $whose:literal) => {
        concat!(
            "select r.referral_id, r.status, p.test, r.submitted_us, f.opened_us,
                    r.updated_us, r.first_decided_us, r.decided_in_time,
                    r.ruled <> '[]' as ruled",
            $names,
            " from referral r
              join partner p on p.partner_id = r.partner_id
              left join form f on f.form_id = r.form_id",
            $joins,
            " where (r.submitted_us, r.referral_id) > ($1, $2) and r.submitted_us < $3",
            $whose,
            " order by r.submitted_us, r.referral_id
              limit $4"
        )
    };
}

const SENT: &str = sent!("", "", "");

/// Of one partner alone.
const SENT_OF: &str = sent!("", "", " and r.partner_id = $5");

const NAMED: &str = sent!(
    ", r.code, r.number, p.name as partner, w.text as company, r.domain, r.stage, o.text as owner,
       r.reason, r.protected_through_day, r.closed_day",
    " left join personal w on w.subject = r.referral_id and w.digest = r.company
      left join person n on n.person_id = r.owner
      left join personal o on o.subject = n.person_id and o.digest = n.name",
    ""
);

/// Of partners that joined and go on as themselves, the first referral that is neither withdrawn before
/// a decision nor merged, nor rejected as one of those in `$3`.
const JOINED: Sql = Sql {
    lite: "select p.added_us, (
             select min(r.submitted_us) from referral r
              where r.partner_id = p.partner_id and r.status <> 'merged'
                and not (r.status = 'withdrawn' and r.decided_us is null)
                and not (r.status = 'rejected'
                         and r.referral_id in (select value from json_each($3)))) as first_us
             from partner p
            where p.added_us >= $1 and p.added_us < $2 and not p.test
              and p.merged_into is null
            order by p.added_us, p.partner_id",
    pg: "select p.added_us, (
           select min(r.submitted_us) from referral r
            where r.partner_id = p.partner_id and r.status <> 'merged'
              and not (r.status = 'withdrawn' and r.decided_us is null)
              and not (r.status = 'rejected' and r.referral_id
                       = any (array(select json_array_elements_text($3::json))))) as first_us
           from partner p
          where p.added_us >= $1 and p.added_us < $2 and not p.test
              and p.merged_into is null
          order by p.added_us, p.partner_id",
};

/// Those that were opened in the period; and those that may have closed a referral of it without an
/// award. A referral may join a case that was opened long before it, but none that is over.
const CASES: &str = "
    select case_id, opened_us, phase, parties, decided, appealed
      from conflict_case
     where (opened_us >= $1 and opened_us < $2)
        or (phase = 'final' and since_us >= $1 and decided like '%\"void\"%')";

#[derive(sqlx::FromRow)]
struct SentRow {
    referral_id: String,
    status: String,
    test: bool,
    submitted_us: i64,
    opened_us: Option<i64>,
    updated_us: i64,
    first_decided_us: Option<i64>,
    decided_in_time: bool,
    ruled: bool,
}

#[derive(sqlx::FromRow)]
struct NamedRow {
    #[sqlx(flatten)]
    sent: SentRow,
    code: String,
    number: i64,
    partner: String,
    company: Option<String>,
    domain: String,
    stage: Option<String>,
    owner: Option<String>,
    reason: Option<String>,
    protected_through_day: Option<String>,
    closed_day: Option<String>,
}

#[derive(sqlx::FromRow)]
struct JoinedRow {
    added_us: i64,
    first_us: Option<i64>,
}

#[derive(sqlx::FromRow)]
struct OpenedRow {
    case_id: String,
    opened_us: i64,
    phase: String,
    parties: String,
    decided: Option<String>,
    appealed: Option<String>,
}

#[derive(sqlx::FromRow)]
struct Id {
    partner_id: String,
}

/// A referral with the names that stand beside it. It has no `Debug`: what people wrote must not get
/// into a log by a slip.
#[derive(Clone)]
pub struct Named {
    pub sent: Sent,
    /// "NOR-12"
    pub number: String,
    pub partner: String,
    /// None where it was erased.
    pub company: Option<String>,
    pub domain: String,
    pub stage: Option<Stage>,
    pub owner: Option<String>,
    /// Why it was rejected.
    pub reason: Option<String>,
    pub protected_through: Option<NaiveDate>,
    /// The date on which it was won or lost.
    pub closed_on: Option<NaiveDate>,
}

/// What is known of a period beside its referrals.
#[derive(Clone, Debug, Default)]
pub struct Around {
    pub joined: Vec<Joined>,
    pub contests: Vec<Contest>,
    /// Referrals that were in a case which ended without an award.
    void: BTreeSet<String>,
}

impl Around {
    fn take_void(&mut self, case: &Opened) {
        if case.is_void {
            self.void.extend(case.parties.iter().map(|party| party.referral.to_string()));
        }
    }
}

/// How far somebody has read.
#[derive(Clone, Debug)]
pub struct Place {
    last: (i64, String),
    to_us: i64,
    page: i64,
}

impl Place {
    /// Before the first referral of a period.
    #[must_use]
    pub fn before(from: DateTime<Utc>, to: DateTime<Utc>) -> Self {
        // An id is longer than nothing.
        let last = (from.timestamp_micros(), String::new());
        Self { last, to_us: to.timestamp_micros(), page: PAGE }
    }

    /// The same, reading so many at once.
    #[must_use]
    pub fn in_pages_of(self, page: i64) -> Self {
        Self { page, ..self }
    }

    fn move_to(&mut self, last: Option<&SentRow>) {
        if let Some(row) = last {
            self.last = (row.submitted_us, row.referral_id.clone());
        }
    }
}

/// The next referrals; none when all were read.
///
/// # Errors
/// [`StoreError`], here and below.
pub async fn next(db: &Db, place: &mut Place, around: &Around) -> Result<Vec<Sent>, StoreError> {
    let (us, id) = place.last.clone();
    let rows = fetch_all!(db, SentRow, SENT, us, id, place.to_us, place.page)?;
    place.move_to(rows.last());
    rows.iter().map(|row| row.read(around).map_err(StoreError::from)).collect()
}

/// The same of one partner, each with its id.
///
/// # Errors
/// [`StoreError`].
pub async fn next_of(
    db: &Db,
    place: &mut Place,
    around: &Around,
    partner: PartnerId,
) -> Result<Vec<(ReferralId, Sent)>, StoreError> {
    let (us, id) = place.last.clone();
    let of = partner.to_string();
    let rows = fetch_all!(db, SentRow, SENT_OF, us, id, place.to_us, place.page, of)?;
    place.move_to(rows.last());
    let read = |row: &SentRow| {
        let id = row.referral_id.parse().map_err(|_| row.bad("referral_id"))?;
        Ok((id, row.read(around)?))
    };
    rows.iter().map(|row| read(row).map_err(|bad: BadRow| bad.into())).collect()
}

/// The same with names.
///
/// # Errors
/// [`StoreError`].
pub async fn next_named(
    db: &Db,
    place: &mut Place,
    around: &Around,
) -> Result<Vec<Named>, StoreError> {
    let (us, id) = place.last.clone();
    let rows = fetch_all!(db, NamedRow, NAMED, us, id, place.to_us, place.page)?;
    place.move_to(rows.last().map(|row| &row.sent));
    rows.into_iter().map(|row| row.read(around).map_err(StoreError::from)).collect()
}

/// Of what is known beside referrals that came from then on only which of them a case closed without
/// an award: what one partner's figures rest on.
///
/// # Errors
/// [`StoreError`].
pub async fn void(db: &Db, from: DateTime<Utc>) -> Result<Around, StoreError> {
    let from_us = from.timestamp_micros();
    let mut around = Around::default();
    for row in fetch_all!(db, OpenedRow, CASES, from_us, from_us)? {
        around.take_void(&row.read()?);
    }
    Ok(around)
}

/// What is known of the period beside its referrals.
///
/// # Errors
/// [`StoreError`].
pub async fn around(db: &Db, from: DateTime<Utc>, to: DateTime<Utc>) -> Result<Around, StoreError> {
    let (from_us, to_us) = (from.timestamp_micros(), to.timestamp_micros());
    let trial = fetch_all!(db, Id, "select partner_id from partner where test")?;
    let trial: BTreeSet<String> = trial.into_iter().map(|row| row.partner_id).collect();
    let mut around = Around::default();
    for row in fetch_all!(db, OpenedRow, CASES, from_us, to_us)? {
        let case = row.read()?;
        let tried = |party: &Party| trial.contains(&party.partner.to_string());
        around.take_void(&case);
        let within = from <= case.contest.opened_at && case.contest.opened_at < to;
        if within && !case.parties.iter().all(tried) {
            around.contests.push(case.contest);
        }
    }
    let void = as_json(&around.void)?;
    for row in fetch_all!(db, JoinedRow, JOINED, from_us, to_us, void)? {
        let time = |us| DateTime::from_timestamp_micros(us).unwrap_or_default();
        let first_sent = row.first_us.map(time);
        around.joined.push(Joined { added_at: time(row.added_us), first_sent });
    }
    Ok(around)
}

impl SentRow {
    fn bad(&self, column: &'static str) -> BadRow {
        BadRow { table: "referral", key: self.referral_id.clone(), column }
    }

    fn read(&self, around: &Around) -> Result<Sent, BadRow> {
        let time = |column, us| DateTime::from_timestamp_micros(us).ok_or_else(|| self.bad(column));
        let first = self.first_decided_us.map(|us| time("first_decided_us", us)).transpose()?;
        Ok(Sent {
            status: self.status.parse::<Status>().map_err(|()| self.bad("status"))?,
            test: self.test,
            void: around.void.contains(&self.referral_id),
            submitted_at: time("submitted_us", self.submitted_us)?,
            opened_at: self.opened_us.map(|us| time("opened_us", us)).transpose()?,
            first_decision: first.map(|at| FirstDecision { at, in_time: self.decided_in_time }),
            ruled: self.ruled,
            updated_at: time("updated_us", self.updated_us)?,
        })
    }
}

impl NamedRow {
    fn read(self, around: &Around) -> Result<Named, BadRow> {
        let bad = |column| self.sent.bad(column);
        let day = |column, text: &Option<String>| -> Result<Option<NaiveDate>, BadRow> {
            text.as_ref().map(|text| text.parse().map_err(|_| bad(column))).transpose()
        };
        let stage = self.stage.as_ref().map(|text| text.parse().map_err(|()| bad("stage")));
        Ok(Named {
            sent: self.sent.read(around)?,
            number: format!("{}-{}", self.code, self.number),
            stage: stage.transpose()?,
            protected_through: day("protected_through_day", &self.protected_through_day)?,
            closed_on: day("closed_day", &self.closed_day)?,
            partner: self.partner,
            company: self.company,
            domain: self.domain,
            owner: self.owner,
            reason: self.reason,
        })
    }
}

struct Opened {
    contest: Contest,
    parties: Vec<Party>,
    is_void: bool,
}

impl OpenedRow {
    fn read(&self) -> Result<Opened, BadRow> {
        let bad = |column| BadRow { table: "conflict_case", key: self.case_id.clone(), column };
        let decision = |column, text: &Option<String>| -> Result<Option<Decided>, BadRow> {
            let read = text.as_ref().map(|text| serde_json::from_str(text));
            read.transpose().map_err(|_| bad(column))
        };
        let (holds, first) =
            (decision("decided", &self.decided)?, decision("appealed", &self.appealed)?);
        let phase: Phase = self.phase.parse().map_err(|()| bad("phase"))?;
        let outcome = holds.as_ref().or(first.as_ref()).map(|decided| decided.ruling.outcome);
        let decided_at = first.as_ref().or(holds.as_ref()).map(|decided| decided.at);
        let opened_at = DateTime::from_timestamp_micros(self.opened_us);
        Ok(Opened {
            contest: Contest {
                opened_at: opened_at.ok_or_else(|| bad("opened_us"))?,
                decided: decided_at.zip(outcome),
            },
            parties: serde_json::from_str(&self.parties).map_err(|_| bad("parties"))?,
            is_void: phase == Phase::Final && outcome == Some(Outcome::Void),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::plans;
    use super::*;

    /// A page that had to sort, or to read every referral, would take longer with each one.
    #[tokio::test]
    async fn a_page_is_read_through_an_index() {
        let mut lite = plans::newest().await;
        for (text, index) in [
            (SENT, "referral_submitted"),
            (NAMED, "referral_submitted"),
            (CASES, "conflict_case_opened"),
        ] {
            let plan = plans::of(&mut lite, text).await;
            assert!(plan.contains(index), "{plan}");
            assert!(!plan.contains("TEMP B-TREE"), "it is sorted: {plan}");
        }
    }
}
