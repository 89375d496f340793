//! Which referrals stand on a page of a list, and how many there are.
//!
//! A list is made of sections, each in an order of its own: what waits, what ends soon, the rest. A
//! section is counted and paged through an index of its own (`migrations/`, step 6), so that a page
//! takes the same time whether a partner has sent ten referrals or ten thousand.

use chrono::{DateTime, Utc};

use super::StoreError;
use super::dialect::{Db, as_json, fetch_all};
use super::rows::ReferralRow;
use crate::domain::ids::{PartnerId, PersonId};
use crate::domain::referral::Referral;

/// Whose referrals.
#[derive(Clone, Copy, Debug)]
pub enum Scope {
    Partner(PartnerId),
    /// Those that this person in sales owns.
    Owner(PersonId),
    /// Those of every partner.
    All,
}

impl Scope {
    fn key(&self) -> String {
        match self {
            Self::Partner(id) => id.to_string(),
            Self::Owner(id) => id.to_string(),
            Self::All => String::new(),
        }
    }
}

/// Part of a list. Those with a deadline show the nearest first, the others the newest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    /// Sales decides: submitted, the nearest promise first.
    Undecided,
    /// The partner answers: an open question, the first to lapse first.
    Asked,
    /// The partner is asked to let it go, the first to be released first.
    Releasing,
    /// Protected, and no longer than until the given time.
    Ending,
    /// Protected, and no person has told the partner anything since the given time.
    Still,
    /// All but what is [`Section::Asked`] or [`Section::Ending`].
    Rest,
    /// Of the rest what is live.
    RestOpen,
    /// What is not live any more.
    Closed,
    /// All of them, and all that are live.
    All,
    Open,
}

/// `$1` is the scope's key; where a section has an end in time, that is `$2`.
struct Statement {
    page: &'static str,
    count: &'static str,
    timed: bool,
}

macro_rules! live {
    () => {
        "status in ('submitted', 'in_conflict', 'needs_info', 'approved')"
    };
}

macro_rules! calm {
    () => {
        " and lapses_us is null and not (status = 'approved' and expires_us <= $2)"
    };
}

macro_rules! statement {
    ($($condition:expr),+; $order:literal) => {
        Statement {
            page: concat!(
                "select referral_id from referral where ", $($condition),+,
                " order by ", $order, " limit $2 offset $3",
            ),
            count: concat!("select count(*) as n from referral where ", $($condition),+),
            timed: false,
        }
    };
    (timed $($condition:expr),+; $order:literal) => {
        Statement {
            page: concat!(
                "select referral_id from referral where ", $($condition),+,
                " order by ", $order, " limit $3 offset $4",
            ),
            count: concat!("select count(*) as n from referral where ", $($condition),+),
            timed: true,
        }
    };
}

macro_rules! statements {
    ($section:expr, $scope:literal, $newest:literal) => {
        match $section {
            Section::Undecided => {
                statement!($scope, " and status = 'submitted'"; "promise_due_us, referral_id")
            }
            Section::Asked => {
                statement!($scope, " and lapses_us is not null"; "lapses_us, referral_id")
            }
            Section::Releasing => {
                statement!($scope, " and release_us is not null"; "release_us, referral_id")
            }
            Section::Ending => statement!(
                timed $scope, " and status = 'approved' and expires_us <= $2";
                "expires_us, referral_id"
            ),
            Section::Still => statement!(
                timed $scope, " and status = 'approved' and updated_us <= $2";
                "updated_us, referral_id"
            ),
            Section::Rest => statement!(timed $scope, calm!(); $newest),
            Section::RestOpen => statement!(timed $scope, " and ", live!(), calm!(); $newest),
            Section::Closed => statement!($scope, " and not ", live!(); $newest),
            Section::All => statement!($scope; $newest),
            Section::Open => statement!($scope, " and ", live!(); $newest),
        }
    };
}

macro_rules! matching {
    ($scope:literal, $newest:literal) => {
        concat!(
            "select r.referral_id from referral r left join personal p on p.digest = r.company
              where ",
            $scope,
            " and (r.domain like $2 escape '\\' or lower(p.text) like $2 escape '\\'
                   or lower(r.code || '-' || r.number) like $3 escape '\\')
              order by ",
            $newest,
            " limit $4"
        )
    };
}

fn statement(scope: &Scope, section: Section) -> Statement {
    match scope {
        Scope::Partner(_) => {
            statements!(section, "partner_id = $1", "submitted_us desc, number desc, code desc")
        }
        Scope::Owner(_) => {
            statements!(section, "owner = $1", "submitted_us desc, referral_id desc")
        }
        Scope::All => statements!(section, "$1 = ''", "submitted_us desc, referral_id desc"),
    }
}

#[derive(sqlx::FromRow)]
struct Id {
    referral_id: String,
}

#[derive(sqlx::FromRow)]
struct Count {
    n: i64,
}

/// How many stand in a section; `until` bounds [`Section::Ending`] and [`Section::Still`].
///
/// # Errors
/// [`StoreError`].
pub async fn count(
    db: &Db,
    scope: &Scope,
    section: Section,
    until: DateTime<Utc>,
) -> Result<u64, StoreError> {
    let (sql, key) = (statement(scope, section), scope.key());
    let rows = if sql.timed {
        fetch_all!(db, Count, sql.count, key, until.timestamp_micros())?
    } else {
        fetch_all!(db, Count, sql.count, key)?
    };
    Ok(rows.first().map_or(0, |row| row.n.unsigned_abs()))
}

/// At most `most` of a section, after the first `skip`.
///
/// # Errors
/// [`StoreError`].
pub async fn page(
    db: &Db,
    scope: &Scope,
    section: Section,
    until: DateTime<Utc>,
    (skip, most): (u64, u64),
) -> Result<Vec<Referral>, StoreError> {
    let (sql, key) = (statement(scope, section), scope.key());
    let bound = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
    let (skip, most) = (bound(skip), bound(most));
    let ids = if sql.timed {
        fetch_all!(db, Id, sql.page, key, until.timestamp_micros(), most, skip)?
    } else {
        fetch_all!(db, Id, sql.page, key, most, skip)?
    };
    in_this_order(db, ids).await
}

/// The newest that begin with this number, or have it in their website or company, at most `most`.
/// Company names are compared without regard to case as far as the database knows letters.
///
/// # Errors
/// [`StoreError`].
pub async fn matching(
    db: &Db,
    scope: &Scope,
    typed: &str,
    most: u64,
) -> Result<Vec<Referral>, StoreError> {
    let typed = typed.trim().to_lowercase();
    // What a pattern would read as "anything" stands for itself.
    let plain = typed.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    let (within, begins) = (format!("%{plain}%"), format!("{plain}%"));
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    let sql = match scope {
        Scope::Partner(_) => {
            matching!("r.partner_id = $1", "r.submitted_us desc, r.number desc, r.code desc")
        }
        Scope::Owner(_) => matching!("r.owner = $1", "r.submitted_us desc, r.referral_id desc"),
        Scope::All => matching!("$1 = ''", "r.submitted_us desc, r.referral_id desc"),
    };
    let ids = fetch_all!(db, Id, sql, scope.key(), within, begins, most)?;
    in_this_order(db, ids).await
}

async fn in_this_order(db: &Db, ids: Vec<Id>) -> Result<Vec<Referral>, StoreError> {
    let ids: Vec<String> = ids.into_iter().map(|row| row.referral_id).collect();
    let rows = fetch_all!(db, ReferralRow, ReferralRow::BY_ID, as_json(&ids)?)?;
    // A set has no order: that of the ids is the list's.
    let in_order = ids.iter().filter_map(|id| rows.iter().find(|row| row.referral_id == *id));
    in_order.map(|row| Referral::try_from(row).map_err(StoreError::from)).collect()
}

#[cfg(test)]
mod tests {
    use super::super::plans;
    use super::*;

    /// A list that had to sort, or to read every referral, would take longer with each one.
    #[tokio::test]
    async fn every_section_is_counted_and_paged_by_an_index() {
        let mut lite = plans::newest().await;
        let partner = Scope::Partner(PartnerId::new(1));
        let owner = Scope::Owner(PersonId::new(1));
        use Section::{Asked, Closed, Ending, Open, Rest, RestOpen, Still, Undecided};
        #[rustfmt::skip]
        let table = [
            (partner,    Asked,     "referral_asked"),
            (partner,    Ending,    "referral_ending"),
            (partner,    Rest,      ""),
            // Counted among the partner's own, whichever index names the partner.
            (partner,    RestOpen,  "referral_open"),
            (partner,    Closed,    ""),
            (partner,    Open,      "referral_open"),
            (owner,      Rest,      "referral_owned"),
            (owner,      RestOpen,  "referral_owned"),
            (owner,      Open,      "referral_owned"),
            (owner,      Closed,    "referral_owned"),
            (Scope::All, Undecided, "referral_waiting"),
            (Scope::All, Still,     "referral_still"),
        ];
        for (scope, section, index) in table {
            let sql = statement(&scope, section);
            for text in [sql.page, sql.count] {
                let plan = plans::of(&mut lite, text).await;
                assert!(plan.contains("INDEX") && plan.contains(index), "{section:?}: {plan}");
                assert!(!plan.contains("TEMP B-TREE"), "{section:?} is sorted: {plan}");
            }
        }
    }
}
