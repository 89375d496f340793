//! The same rows without any bot: what the database alone makes of them, in as many transactions as
//! there are callers' worth of submissions. Runs in a process of its own, so that its syncs can be
//! slowed like a bot's.

use std::process::Command;
use std::time::{Duration, Instant};

use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, Row, SqliteConnection};

use crate::house::Base;
use crate::subject::{Places, Slower};

/// Tables that one submission writes to, and the order in which their rows came.
const TABLES: [(&str, &str); 6] = [
    ("personal", "subject, digest"),
    ("event", "seq"),
    ("referral", "submitted_us, referral_id"),
    ("form", "opened_us, form_id"),
    ("inbox", "received_us, key"),
    ("outbox", "seq"),
];
/// Commits of one measurement at most: enough for a figure, few enough for a slow disk.
const COMMITS: usize = 1_500;
const SUBMISSIONS: usize = 20_000;

/// Rows of each table, as JSON arrays of one commit each.
type Batches = Vec<Vec<(&'static str, String)>>;

/// Measures in another process; submissions a second.
pub fn measure(
    places: &Places,
    base: &Base,
    from: &str,
    to: &str,
    batch: usize,
    slower: Slower,
) -> f64 {
    let mut command = Command::new(std::env::current_exe().expect("it runs"));
    command.args(["raw", &base.url(from), &base.url(to), &batch.to_string()]);
    slower.apply(&mut command, places);
    let output = command.output().expect("it starts");
    let said = String::from_utf8_lossy(&output.stdout);
    said.trim().parse().unwrap_or_else(|_| {
        panic!("the raw limit was not measured: {said}{}", String::from_utf8_lossy(&output.stderr))
    })
}

/// The other process: reads what a bot wrote in `from` and writes it again in `to`.
pub async fn run(from: &str, to: &str, batch: usize) -> f64 {
    if from.starts_with("sqlite:") {
        lite(from, to, batch).await
    } else {
        pg(from, to, batch).await
    }
}

async fn lite(from: &str, to: &str, batch: usize) -> f64 {
    let mut source = SqliteConnection::connect(from).await.expect("it opens");
    let submissions = count(&mut source).await;
    let mut batches = Batches::new();
    let mut writes = Vec::new();
    for (table, order) in TABLES {
        let columns = columns(&mut source, table).await;
        let pairs: Vec<String> = columns.iter().map(|name| format!("'{name}', {name}")).collect();
        let values: Vec<String> =
            columns.iter().map(|name| format!("value ->> '{name}'")).collect();
        writes.push((
            table,
            format!(
                "insert or replace into {table} ({}) select {} from json_each($1)",
                columns.join(", "),
                values.join(", "),
            ),
        ));
        let read = format!(
            "select json_group_array(json_object({})) from (select * from {table} {} order by {order} limit $1 offset $2)",
            pairs.join(", "),
            wanted(table),
        );
        let rows: i64 =
            one(&mut source, &format!("select count(*) from {table} {}", wanted(table))).await;
        let each = usize::try_from(rows).unwrap_or(0) / submissions.max(1);
        fill(&mut batches, table, batch, submissions, async |limit, offset| {
            let row = sqlx::query(AssertSqlSafe(read.as_str()))
                .bind(limit * i64::try_from(each).unwrap_or(1))
                .bind(offset * i64::try_from(each).unwrap_or(1))
                .fetch_one(&mut source)
                .await;
            row.expect("it reads").get(0)
        })
        .await;
    }
    let mut db = SqliteConnection::connect(to).await.expect("it opens");
    db.execute("pragma journal_mode = wal; pragma synchronous = full").await.expect("it is SQLite");
    let began = Instant::now();
    for rows in &batches {
        let mut tx = db.begin().await.expect("it begins");
        for (table, json) in rows {
            let (_, write) =
                writes.iter().find(|(name, _)| name == table).expect("a table of ours");
            sqlx::query(AssertSqlSafe(write.as_str()))
                .bind(json)
                .execute(&mut *tx)
                .await
                .expect("it writes");
        }
        tx.commit().await.expect("it commits");
    }
    rate(batches.len() * batch, began.elapsed())
}

async fn pg(from: &str, to: &str, batch: usize) -> f64 {
    let mut source = PgConnection::connect(from).await.expect("it opens");
    let submissions: i64 = sqlx::query_scalar("select count(*) from referral")
        .fetch_one(&mut source)
        .await
        .expect("it counts");
    let submissions = usize::try_from(submissions).unwrap_or(0);
    let mut batches = Batches::new();
    for (table, order) in TABLES {
        let count = format!("select count(*) from {table} {}", wanted(table));
        let rows: i64 = sqlx::query_scalar(AssertSqlSafe(count))
            .fetch_one(&mut source)
            .await
            .expect("it counts");
        let each =
            i64::try_from(usize::try_from(rows).unwrap_or(0) / submissions.max(1)).unwrap_or(1);
        let read = format!(
            "select coalesce(json_agg(t), '[]')::text from (select * from {table} {} order by {order} limit $1 offset $2) t",
            wanted(table),
        );
        fill(&mut batches, table, batch, submissions, async |limit, offset| {
            sqlx::query_scalar(AssertSqlSafe(read.as_str()))
                .bind(limit * each)
                .bind(offset * each)
                .fetch_one(&mut source)
                .await
                .expect("it reads")
        })
        .await;
    }
    let mut db = PgConnection::connect(to).await.expect("it opens");
    let began = Instant::now();
    for rows in &batches {
        let mut tx = db.begin().await.expect("it begins");
        for (table, json) in rows {
            let replace = if *table == "form" {
                "on conflict (form_id) do update set answer = excluded.answer"
            } else {
                ""
            };
            let write = format!(
                "insert into {table} select * from json_populate_recordset(null::{table}, $1::json) {replace}"
            );
            sqlx::query(AssertSqlSafe(write))
                .bind(json)
                .execute(&mut *tx)
                .await
                .expect("it writes");
        }
        tx.commit().await.expect("it commits");
    }
    rate(batches.len() * batch, began.elapsed())
}

/// What a submission wrote, and not what was there before it.
fn wanted(table: &str) -> &'static str {
    match table {
        "form" => "where answer is not null",
        "inbox" => "where kind = 'form'",
        "event" => "where stream in (select referral_id from referral)",
        "personal" => "where subject in (select referral_id from referral)",
        "outbox" => "where cause in (select form_id from form)",
        _ => "",
    }
}

async fn fill(
    batches: &mut Batches,
    table: &'static str,
    batch: usize,
    submissions: usize,
    mut read: impl AsyncFnMut(i64, i64) -> String,
) {
    let commits = (submissions.min(SUBMISSIONS) / batch).min(COMMITS);
    batches.resize_with(commits, Vec::new);
    for (nth, rows) in batches.iter_mut().enumerate() {
        let number = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        rows.push((table, read(number(batch), number(nth * batch)).await));
    }
}

async fn count(db: &mut SqliteConnection) -> usize {
    usize::try_from(one(db, "select count(*) from referral").await).unwrap_or(0)
}

async fn one(db: &mut SqliteConnection, question: &str) -> i64 {
    let row = sqlx::query(AssertSqlSafe(question)).fetch_one(db).await;
    row.expect("it counts").get(0)
}

async fn columns(db: &mut SqliteConnection, table: &str) -> Vec<String> {
    let names = format!("select name from pragma_table_info('{table}')");
    let rows = sqlx::query(AssertSqlSafe(names)).fetch_all(db).await;
    rows.expect("it has columns").iter().map(|row| row.get(0)).collect()
}

fn rate(submissions: usize, took: Duration) -> f64 {
    submissions as f64 / took.as_secs_f64().max(1e-9)
}
