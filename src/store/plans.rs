//! How SQLite would answer a question, for tests that hold it to an index.

use sqlx::{AssertSqlSafe, Connection, Row, SqliteConnection, raw_sql};

/// An empty database of the newest step.
pub(super) async fn newest() -> SqliteConnection {
    let mut lite = SqliteConnection::connect("sqlite::memory:").await.unwrap();
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/migrations/sqlite");
    let steps = std::fs::read_dir(folder).unwrap().map(|step| step.unwrap().path());
    let mut steps: Vec<_> = steps.collect();
    steps.sort();
    for step in steps {
        let text = std::fs::read_to_string(step).unwrap();
        raw_sql(AssertSqlSafe(text)).execute(&mut lite).await.unwrap();
    }
    lite
}

/// Its plan, in one line.
pub(super) async fn of(lite: &mut SqliteConnection, question: &str) -> String {
    let question = AssertSqlSafe(format!("explain query plan {question}"));
    let rows = sqlx::query(question).fetch_all(lite).await.unwrap();
    let plan: Vec<String> = rows.iter().map(|row| row.get("detail")).collect();
    plan.join("; ")
}
