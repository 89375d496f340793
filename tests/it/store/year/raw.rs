//! The log as it lies in the database: rows with JSON, and nothing of the product's own reading.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, NaiveTime, TimeZone as _, Utc};
use chrono_tz::Europe::Berlin;
use serde_json::Value;
use vouch::store::dialect::Db;

pub struct Raw {
    pub seq: i64,
    pub at: DateTime<Utc>,
    pub stream: String,
    pub kind: String,
    pub body: Value,
}

impl Raw {
    /// In the programme's zone.
    pub fn day(&self) -> NaiveDate {
        day(self.at)
    }

    /// What stands behind the prefix of the stream: a period, a series.
    pub fn about(&self) -> &str {
        self.stream.split_once(':').map_or(&self.stream, |(_, about)| about)
    }
}

pub fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub fn day(at: DateTime<Utc>) -> NaiveDate {
    at.with_timezone(&Berlin).date_naive()
}

pub fn wall(day: NaiveDate, hour: u32, minute: u32) -> DateTime<Utc> {
    let time = NaiveTime::from_hms_opt(hour, minute, 0).unwrap();
    Berlin.from_local_datetime(&day.and_time(time)).unwrap().to_utc()
}

pub struct Log {
    rows: Vec<Raw>,
    /// By their streams.
    names: BTreeMap<String, String>,
}

type Row = (i64, i64, String, String, String);

impl Log {
    pub async fn of(db: &Db) -> Self {
        let sql = "select seq, at_us, stream, kind, payload from event order by seq";
        let rows: Vec<Row> = match db {
            Db::Lite(pool) => sqlx::query_as(sql).fetch_all(pool).await.unwrap(),
            Db::Pg(pool) => sqlx::query_as(sql).fetch_all(pool).await.unwrap(),
        };
        let read = |(seq, at_us, stream, kind, payload): Row| Raw {
            seq,
            at: DateTime::from_timestamp_micros(at_us).unwrap(),
            stream,
            kind,
            body: serde_json::from_str(&payload).unwrap(),
        };
        let rows: Vec<Raw> = rows.into_iter().map(read).collect();
        let added = rows.iter().filter(|one| one.kind == "partner_added");
        let name = |one: &Raw| (one.stream.clone(), one.body["name"].as_str().unwrap().to_owned());
        let names = added.map(name).collect();
        Self { rows, names }
    }

    pub fn all(&self) -> impl Iterator<Item = &Raw> {
        self.rows.iter()
    }

    pub fn before(&self, seq: i64) -> impl Iterator<Item = &Raw> {
        self.rows.iter().take_while(move |one| one.seq < seq)
    }

    pub fn of_kind<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = &'a Raw> {
        self.rows.iter().filter(move |one| one.kind == kind)
    }

    pub fn sent(&self) -> impl Iterator<Item = &Raw> {
        self.of_kind("submitted")
    }

    /// The rounds of a series of notes.
    pub fn left<'a>(&'a self, series: &'a str) -> impl Iterator<Item = &'a Raw> {
        self.of_kind("notes_left").filter(move |one| one.about() == series)
    }

    pub fn names(&self) -> &BTreeMap<String, String> {
        &self.names
    }

    pub fn name_of(&self, partner: &str) -> &str {
        &self.names[partner]
    }

    /// Who chose to be on boards; the choice is made once, before anything counts.
    pub fn consenting(&self) -> BTreeSet<&str> {
        let chosen = self.of_kind("consent_chosen");
        let chosen = chosen.filter(|one| one.body["boards"] == true);
        chosen.map(|one| one.stream.as_str()).collect()
    }
}
