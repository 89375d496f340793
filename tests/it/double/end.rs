//! How it stands at the end of a story, so that two tellings can be compared: what differs from one
//! to the next by chance (ids, seals, instants) gets a name that does not.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};
use sqlx::{PgPool, SqlitePool};
use vouch::store::dialect::Db;
use vouch::store::tables::{self, Holds};

use crate::store::dump::dump;
use crate::world::read::spoken;
use crate::world::{Kind, Message, World, of_slack};

/// Everything that counts, a line each, under a heading each.
pub struct End(BTreeMap<&'static str, Vec<String>>);

/// Names for ids, by the order in which they turn up.
#[derive(Default)]
struct Names(BTreeMap<String, usize>);

impl World {
    /// How it stands now.
    pub async fn end(&self) -> End {
        let db = match self.database.kind {
            Kind::Sqlite => Db::Lite(SqlitePool::connect(&self.database.url).await.unwrap()),
            Kind::Postgres => Db::Pg(PgPool::connect(&self.database.url).await.unwrap()),
        };
        let rows = async |which: fn(&tables::Table) -> bool| {
            dump(&db, tables::TABLES.iter().filter(|table| which(table))).await
        };
        // The log first: it gives the names by which the rest is compared.
        let mut names = Names::default();
        let mut end = BTreeMap::new();
        let log = rows(|table| table.name == "event").await;
        end.insert("log", names.given_to(&without(&log, &["at_us", "chain"])));
        let read = rows(|table| table.holds == Holds::Read).await;
        end.insert("read rows", sorted(names.given_to(&read)));
        let deliveries = rows(|table| table.name == "inbox").await;
        let mut deliveries = without(&deliveries, &["key", "raw", "answer"]);
        // Each session with Discord begins with it, and how many there are is a matter of chance.
        deliveries.retain(|row| !row.contains(r#""kind":"installed""#));
        end.insert("deliveries", sorted(names.given_to(&deliveries)));
        let forms = rows(|table| table.name == "form").await;
        end.insert("forms", sorted(names.given_to(&without(&forms, &["form_id", "answer"]))));
        end.insert("errands", rows(|table| table.name == "task").await);
        db.close().await;
        end.insert("channels", names.given_to(&self.all_that_stands().await));
        end.insert("ever said", sorted(names.given_to(&self.ever_said().await)));
        End(end)
    }

    /// Every message that others see, in each channel in its order; and all direct messages.
    async fn all_that_stands(&self) -> Vec<String> {
        let channels = self.get("world").await["channels"].clone();
        let mut rooms = Vec::new();
        for channel in channels.as_array().unwrap().iter().filter(of_slack) {
            let id = channel["id"].as_str().unwrap();
            let mut seen = self.all_under(id).await;
            seen.retain(|one| !one.private && !one.deleted);
            for said in &seen {
                let root = seen.iter().position(|root| Some(&root.ts) == said.thread.as_ref());
                let Message { pinned, text, words, buttons, .. } = said;
                let thread = root.map_or_else(String::new, |root| format!(" under {root}"));
                rooms.push(format!("{id}{thread} {pinned} {text:?} {words:?} {buttons:?}"));
            }
        }
        for person in self.people() {
            for message in person.direct_messages().await {
                rooms.push(format!("{}: {:?} {:?}", person.name(), message.text, message.buttons));
            }
        }
        rooms
    }

    /// Every text that was ever said to anybody, once each: a copy of a sent form is answered again,
    /// with the same words.
    async fn ever_said(&self) -> Vec<String> {
        let now = self.log().await;
        let heard = self.heard.borrow();
        // Whether the partner's card stood when sales' was posted is a matter of chance.
        let link = |line: &&str| !line.contains("Open the thread");
        let told = |text: String| text.lines().filter(link).collect::<Vec<_>>().join("\n");
        let said: BTreeSet<String> = spoken(heard.iter().chain(&now)).map(told).collect();
        said.into_iter().collect()
    }
}

/// The rows without some of their columns.
fn without(rows: &[String], columns: &[&str]) -> Vec<String> {
    let some_columns = |line: &String| {
        let (table, row) = line.split_once(' ').expect("a table and its row");
        let mut row: Map<String, Value> = serde_json::from_str(row).unwrap();
        row.retain(|column, _| !columns.contains(&column.as_str()));
        format!("{table} {}", Value::Object(row))
    };
    rows.iter().map(some_columns).collect()
}

fn sorted(mut lines: Vec<String>) -> Vec<String> {
    lines.sort();
    lines
}

impl Names {
    fn given_to(&mut self, lines: &[String]) -> Vec<String> {
        lines.iter().map(|line| self.given(line)).collect()
    }

    /// The line with every word that is a matter of chance replaced.
    fn given(&mut self, line: &str) -> String {
        let part = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let mut out = String::with_capacity(line.len());
        let mut rest = line;
        while let Some(first) = rest.chars().next() {
            if let Some((name, after)) = by_chance(rest) {
                out.push_str(name);
                rest = after;
                continue;
            }
            let end = rest.find(|c| part(c) != part(first)).unwrap_or(rest.len());
            let (word, after) = rest.split_at(end);
            out.push_str(&self.name(word));
            rest = after;
        }
        out
    }

    fn name(&mut self, word: &str) -> String {
        let hex = |word: &str| word.bytes().all(|b| b.is_ascii_hexdigit());
        let digits = word.bytes().all(|b| b.is_ascii_digit());
        match word.split_once('_') {
            Some((kind, id)) if kind.len() == 3 && id.len() == 26 => {
                let next = self.0.len();
                let number = self.0.entry(word.to_owned()).or_insert(next);
                format!("{kind}{number}")
            }
            _ if digits && word.len() >= 6 => "time".to_owned(),
            _ if hex(word) && word.len() >= 20 => "seal".to_owned(),
            _ if word.strip_prefix("Ev").is_some_and(hex) => "event".to_owned(),
            _ => word.to_owned(),
        }
    }
}

/// Takes off what text begins with, if that is several words of chance: a fingerprint, or what is
/// smaller than an hour of an instant. A slow machine is minutes behind in the second telling, never
/// the half hour after which the next chapter begins.
fn by_chance(text: &str) -> Option<(&'static str, &str)> {
    // "79af 9275 0bf9 272c 85d3 9031"
    let print = text.get(..29).filter(|print| {
        let hex = |b: u8| b.is_ascii_digit() || (b'a'..=b'f').contains(&b);
        let fits = |(at, b)| if at % 5 == 4 { b == b' ' } else { hex(b) };
        print.bytes().enumerate().all(fits)
    });
    // ":59:00.042202Z", ":59:00Z", ":59:00 UTC" and ":59 UTC", behind the hour
    let minute = |tail: &str| {
        let end = text.strip_prefix(':')?.find(|c: char| !matches!(c, '0'..='9' | ':' | '.'))? + 1;
        (end >= 3 && text[end..].starts_with(tail)).then(|| &text[..end + tail.len()])
    };
    // "2 seconds apart", "5 h 35 min", "16 days late": how long the story took to come that far
    let lasted = |unit: &str| {
        let (count, _) = text.split_once(unit)?;
        (!count.is_empty() && count.bytes().all(|b| b.is_ascii_digit())).then_some(count)
    };
    let instant = minute("Z").or_else(|| minute(" UTC")).map(|of| (":minutes", of));
    let lasted = || [" seconds apart", " days late", " min", " h "].into_iter().find_map(lasted);
    let some = || lasted().map(|of| ("some", of));
    let found = print.map(|print| ("fingerprint", print)).or(instant).or_else(some)?;
    Some((found.0, &text[found.1.len()..]))
}

impl End {
    /// What is different from another telling's end, and only that; empty when nothing is.
    pub fn unlike(&self, other: &Self) -> String {
        let only = |of: &[String], not: &[String], whose: &str| {
            let times = |of: &[String], line: &String| of.iter().filter(|one| *one == line).count();
            let missing = of.iter().filter(|line| times(not, line) < times(of, line));
            missing.map(|line| format!("  {whose} {line}\n")).collect::<String>()
        };
        let mut said = String::new();
        for (heading, lines) in &self.0 {
            let others = &other.0[heading];
            if lines != others {
                said += &format!("{heading}: {} lines, not {}\n", lines.len(), others.len());
                said += &only(lines, others, "+");
                said += &only(others, lines, "-");
            }
        }
        said
    }
}
