//! What feedback comes to: summed up from the answers that count, which stand beside who gave them.

use std::collections::BTreeSet;

use super::StoreError;
use super::dialect::{Db, fetch_all};
use super::rows::BadRow;
use crate::domain::board::period::Period;
use crate::domain::feedback::{Answers, Trend};
use crate::domain::ids::PartnerId;

#[derive(sqlx::FromRow)]
struct Given {
    person_id: String,
    feedback: String,
}

#[derive(sqlx::FromRow)]
struct Id {
    partner_id: String,
}

const ALL: &str =
    "select person_id, feedback from person where feedback <> '{}' order by person_id";

/// Of whoever has spoken for a partner.
const OF: &str = "select person_id, feedback from person
                   where feedback <> '{}' and feedback like $1 order by person_id";

/// Of a whole programme, trial partners aside, through the quarter in which a period ends.
///
/// # Errors
/// [`StoreError`], here and below.
pub async fn trend(db: &Db, through: Period) -> Result<Trend, StoreError> {
    let trial = fetch_all!(db, Id, "select partner_id from partner where test")?;
    let trial: BTreeSet<String> = trial.into_iter().map(|row| row.partner_id).collect();
    let rows = fetch_all!(db, Given, ALL)?;
    summed(&rows, through, |partner| !trial.contains(&partner.to_string()))
}

/// Of one partner.
///
/// # Errors
/// [`StoreError`].
pub async fn trend_of(db: &Db, partner: PartnerId, through: Period) -> Result<Trend, StoreError> {
    let rows = fetch_all!(db, Given, OF, format!("%\"{partner}\"%"))?;
    summed(&rows, through, |one| *one == partner)
}

fn summed(
    rows: &[Given],
    through: Period,
    counts: impl Fn(&PartnerId) -> bool,
) -> Result<Trend, StoreError> {
    let mut trend = Trend::through(through);
    for row in rows {
        let bad = |_| BadRow { table: "person", column: "feedback", key: row.person_id.clone() };
        let answers: Answers = serde_json::from_str(&row.feedback).map_err(bad)?;
        let counted = answers.iter().filter(|(_, answer)| counts(&answer.partner));
        trend.count(counted.map(|(month, answer)| (*month, answer.score)));
    }
    Ok(trend)
}

#[cfg(test)]
mod tests {
    use super::super::plans;
    use super::*;

    /// Most people never say anything: they are not gone through.
    #[tokio::test]
    async fn a_trend_is_read_through_an_index() {
        let mut lite = plans::newest().await;
        for text in [ALL, OF] {
            let plan = plans::of(&mut lite, text).await;
            assert!(plan.contains("person_feedback"), "{plan}");
        }
    }
}
