//! Accounts of a similar name: candidates by their keys in one statement, compared one by one.

use std::sync::LazyLock;

use super::super::StoreError;
use super::super::dialect::{Db, as_json};
use crate::domain::account::alike::{Compared, SHOWN};
use crate::domain::account::keys::keys;
use crate::domain::account::known::{AccountNo, Standing};
use crate::domain::account::name::Name;

/// Rows of one key that are looked at. A key that has more says little.
const ROWS_OF_A_KEY: usize = 200;
/// Candidates that are compared.
const COMPARED: usize = 100;
/// Keys of one name: those of the longest have 35.
const KEYS: usize = 40;

/// How much a key says, by the number of accounts that have it: about 1,000 / ln(2 + hits), and a
/// third of it where there may be more.
const WEIGHT: &str = "case when hits < 2 then 910 when hits < 3 then 721 when hits < 5 then 590
     when hits < 9 then 480 when hits < 17 then 380 when hits < 33 then 310 when hits < 65 then 260
     when hits < 129 then 220 when hits < 200 then 195 else 63 end";

/// What follows once `hit` has the rows of the keys.
fn ranked() -> String {
    format!(
        "rare as (select key, count(*) as hits from hit group by key),
         best as (select hit.account_no, sum({WEIGHT}) as weight
                    from hit join rare on rare.key = hit.key
                   group by hit.account_no
                   order by weight desc, hit.account_no limit {COMPARED})
         select a.account_no, a.name, a.standing
           from best join account a on a.account_no = best.account_no"
    )
}

/// SQLite has no lateral join, so each key has a part of its own; one that is not needed is null.
static LITE: LazyLock<String> = LazyLock::new(|| {
    let part = |at| {
        format!(
            "select * from (select key, account_no from account_key where key = ?{at}
                             limit {ROWS_OF_A_KEY})"
        )
    };
    let parts: Vec<String> = (1..=KEYS).map(part).collect();
    format!("with hit as materialized ({}), {}", parts.join(" union all "), ranked())
});

static PG: LazyLock<String> = LazyLock::new(|| {
    format!(
        "with hit as materialized (
           select found.key, found.account_no
             from unnest(array(select json_array_elements_text($1::json)::bigint)) as asked (key)
            cross join lateral (select key, account_no from account_key
                                 where account_key.key = asked.key limit {ROWS_OF_A_KEY}) as found),
         {}",
        ranked()
    )
});

#[derive(sqlx::FromRow)]
struct Candidate {
    account_no: i64,
    name: String,
    standing: String,
}

/// An account of a similar name.
#[derive(Clone, PartialEq, Eq)]
pub struct Like {
    pub number: AccountNo,
    pub name: String,
    pub standing: Standing,
    /// How alike, in basis points.
    pub points: u32,
}

/// The accounts whose names are most like this one, the likest first, at most `most`; none that
/// nobody would take for it.
///
/// # Errors
/// [`StoreError`].
pub async fn like(db: &Db, name: &Name, most: usize) -> Result<Vec<Like>, StoreError> {
    let wanted = Compared::from(name);
    let mut found = Vec::new();
    for row in candidates(db, name).await? {
        let points = wanted.alike(&Compared::from(&Name::of(&row.name)));
        if points < SHOWN {
            continue;
        }
        let standing = row.standing.parse();
        let standing = standing.map_err(|()| StoreError::no_id(&row.standing))?;
        let number = AccountNo::stored(row.account_no);
        found.push(Like { number, name: row.name, standing, points });
    }
    found.sort_by(|one, other| {
        other.points.cmp(&one.points).then_with(|| one.number.cmp(&other.number))
    });
    found.truncate(most);
    Ok(found)
}

async fn candidates(db: &Db, name: &Name) -> Result<Vec<Candidate>, StoreError> {
    let keys: Vec<i64> = keys(name).into_iter().take(KEYS).collect();
    if keys.is_empty() {
        return Ok(Vec::new());
    }
    Ok(match db {
        Db::Lite(pool) => {
            let mut query = sqlx::query_as(LITE.as_str());
            for at in 0..KEYS {
                query = query.bind(keys.get(at).copied());
            }
            query.fetch_all(pool).await?
        }
        Db::Pg(pool) => {
            let query = sqlx::query_as(PG.as_str());
            query.bind(as_json(&keys)?).fetch_all(pool).await?
        }
    })
}
